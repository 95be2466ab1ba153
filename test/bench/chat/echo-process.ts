import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Simulator } from '../../../src/simulator/simulator.ts';

/** The smallest bot on Microsoft's SDK as a process of its own, known to the same Entra and the same Teams. */
export async function startEcho({ microsoft, teams }: Simulator): Promise<{ url: string; stop(): Promise<void> }> {
  const { clientId, secrets } = microsoft.apps.bot;
  const child = spawn(process.execPath, [join(process.cwd(), 'test', 'bench', 'chat', 'run-echo.ts')], {
    env: {
      ECHO_APP_ID: clientId,
      ECHO_TENANT_ID: microsoft.tenantId,
      ECHO_SECRET: secrets[0]!.value,
      ECHO_AUTHORITY_HOST: microsoft.entra.authorityHost,
      ECHO_OPENID_METADATA_URL: teams.openIdMetadataUrl,
      NODE_EXTRA_CA_CERTS: microsoft.tls.caFile,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [url] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => Promise.reject(new Error('the echo did not start'))),
  ])) as [string];
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
