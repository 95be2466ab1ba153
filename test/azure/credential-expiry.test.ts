import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { createCredentialExpiryPort } from '../../src/azure/credential-expiry.ts';
import { daysLeft, judgeExpiry } from '../../src/sync/report/credential-expiry.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import type { Exchange } from '../support/scripted-http.ts';

const now = Date.parse('2026-03-01T00:00:00Z');
const clientId = 'c4e9a7d0-52f1-4a86-b3c8-9d10e6f72b51';
const target = `/v1.0/applications(appId='${clientId}')?$select=passwordCredentials`;

function port(credential: object, script: Exchange[] = []) {
  const http = new ScriptedHttp(script);
  const pipeline = scriptedPipeline(http);
  return createCredentialExpiryPort({ credential, graphEndpoint: 'https://graph.test/', pipeline, now: () => now });
}

const secret = (endDateTime: string, hint: string | null = 'abc') => ({ keyId: 'k', endDateTime, hint });
const secrets = (...passwordCredentials: unknown[]): Exchange => ({
  method: 'GET',
  target,
  json: { '@odata.context': 'x', passwordCredentials },
});
const read = (...list: unknown[]) => port({ clientId, clientSecret: 'abcdef' }, [secrets(...list)]).read();
const expiring = (expiresAt: string) => ({ known: true, value: { kind: 'client secret', expiresAt } });

test('of the application’s secrets it is the one that begins like ours', async () => {
  const found = await read(secret('2026-03-05T00:00:00Z', 'xyz'), secret('2026-09-05T01:02:03.1234567Z'));
  expect(found).toEqual(expiring('2026-09-05T01:02:03.123Z'));
});

test('of several alike, the next to expire; one that has expired is not the one that works', async () => {
  const found = await read(
    secret('2026-02-01T00:00:00Z'),
    secret('2027-01-01T00:00:00Z'),
    secret('2026-04-01T00:00:00Z'),
  );
  expect(found).toEqual(expiring('2026-04-01T00:00:00.000Z'));
  expect(await read(secret('2026-02-01T00:00:00Z'))).toEqual(expiring('2026-02-01T00:00:00.000Z'));
});

test('old secrets show no beginning: any of them may be ours', async () => {
  const found = await read(secret('2026-05-01T00:00:00Z', null), secret('2026-04-01T00:00:00Z', 'xyz'));
  expect(found).toEqual(expiring('2026-05-01T00:00:00.000Z'));
});

test('a secret that the application has no more is told as that', async () => {
  expect(await read(secret('2026-05-01T00:00:00Z', 'xyz'))).toMatchObject({
    known: false,
    isPassing: false,
    reason: expect.stringContaining('no secret like the one in use'),
  });
});

test.each([
  [403, false],
  [404, false],
  [503, true],
])('what Graph refuses with %i is unknown, and a later look may help: %s', async (status, isPassing) => {
  const refusal = { method: 'GET', target, status, headers: { 'Retry-After': '60' }, json: {} };
  const found = await port({ clientId, clientSecret: 'abcdef' }, [refusal]).read();
  expect(found).toMatchObject({ known: false, isPassing });
});

test('machines’ own identities and federated tokens expire by themselves', async () => {
  const nothing = { known: true, value: null };
  expect(await port({}).read()).toEqual(nothing);
  expect(await port({ clientId }).read()).toEqual(nothing);
  expect(await port({ clientId, federatedTokenFile: '/var/token' }).read()).toEqual(nothing);
  expect(await port({ clientId, clientSecret: 's', managedIdentity: true }).read()).toEqual(nothing);
});

describe('a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-expiry-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('tells by itself, wherever in the file it is', async () => {
    const notAfterDate = new Date('2026-03-20T00:00:00Z');
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'x' }], { notAfterDate });
    const certificatePath = join(folder, 'both.pem');
    writeFileSync(certificatePath, `${key}\n${cert}`);
    const found = await port({ clientId, certificatePath }).read();
    expect(found).toEqual({ known: true, value: { kind: 'certificate', expiresAt: '2026-03-20T00:00:00.000Z' } });
  });

  test('that cannot be read is unknown', async () => {
    const certificatePath = join(folder, 'junk.pem');
    writeFileSync(certificatePath, 'junk');
    expect(await port({ clientId, certificatePath }).read()).toMatchObject({
      known: false,
      reason: expect.stringContaining('it holds no certificate'),
    });
    expect(await port({ clientId, certificatePath: join(folder, 'none.pem') }).read()).toMatchObject({
      known: false,
      reason: expect.stringContaining('it is not there'),
    });
  });
});

test.each([
  ['2026-02-28T23:59:59Z', 'expired', -1],
  ['2026-03-01T00:00:00Z', 'expired', 0],
  ['2026-03-30T23:59:59Z', 'soon', 29],
  ['2026-03-31T00:00:00Z', 'valid', 30],
])('on March 1st what expires at %s is %s', (expiresAt, judgement, days) => {
  const expiry = { kind: 'certificate', expiresAt } as const;
  expect([judgeExpiry(expiry, new Date(now)), daysLeft(expiry, new Date(now))]).toEqual([judgement, days]);
});
