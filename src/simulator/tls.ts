import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';

export interface SimulatorTls {
  /** The server's certificate, for `localhost`, `127.0.0.1` and `::1`. */
  certPem: string;
  keyPem: string;
  /** The authority that signed it, as text and as a file for `NODE_EXTRA_CA_CERTS`. */
  caPem: string;
  caFile: string;
  /** Removes the file. */
  dispose(): Promise<void>;
}

/**
 * Makes a certificate authority and one server certificate, valid for a day.
 *
 * Azure's client libraries refuse a plain-http authority and send no bearer token over plain http, so
 * every simulator speaks TLS. Nothing here is kept: the keys live as long as the process.
 */
export async function createTls(): Promise<SimulatorTls> {
  const notBeforeDate = new Date(Date.now() - 3_600_000);
  const notAfterDate = new Date(Date.now() + 86_400_000);
  const common = { keyType: 'ec', algorithm: 'sha256', notBeforeDate, notAfterDate } as const;

  // Issuers are looked up by name: were two trusted authorities called the same, the wrong one could be tried.
  const authority = await generate([{ name: 'commonName', value: `Dragoman simulators ${randomUUID()}` }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });

  const folder = await mkdtemp(join(tmpdir(), 'dragoman-ca-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.cert);
  return {
    certPem: server.cert,
    keyPem: server.private,
    caPem: authority.cert,
    caFile,
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

const trusted = new Map<symbol, string>();
let usual: string[] | undefined;

/**
 * Makes this very process trust the authority, for `fetch` and Azure's clients alike, until the returned
 * function is called. `NODE_EXTRA_CA_CERTS` is read only when a process starts, so it serves the processes
 * we spawn and this serves tests.
 */
export function trustInThisProcess(tls: Pick<SimulatorTls, 'caPem'>): () => void {
  usual ??= getCACertificates('default');
  const key = Symbol('authority');
  const apply = () => setDefaultCACertificates([...(usual ?? []), ...trusted.values()]);
  trusted.set(key, tls.caPem);
  apply();
  return () => {
    trusted.delete(key);
    apply();
  };
}
