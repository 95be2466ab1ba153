import { createCredential } from '../../src/azure/credential.ts';
import { guardToken } from '../../src/azure/guard-token.ts';
import { lateCredential } from '../../src/azure/late-credential.ts';
import type { Credential } from '../../src/azure/late-credential.ts';
import { createRawPorts } from '../support/raw-world.ts';
import { startRawServices } from '../support/raw-services.ts';
import type { Raw, RawServices } from '../support/raw-services.ts';

jest.setTimeout(30_000);

/** Entra's answers that are not what the contract promises, through the real credential. */

const TENANT = '11111111-2222-4333-8444-555555555555';
const token = { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: 'eyJhbGciOi.a.b' };

let entra: RawServices;
let credential: Credential;
let answer: Raw | null;
beforeEach(async () => {
  entra = await startRawServices();
  const { base } = entra;
  const metadata = {
    token_endpoint: `${base}/${TENANT}/oauth2/v2.0/token`,
    issuer: `${base}/${TENANT}/v2.0`,
    authorization_endpoint: `${base}/authorize`,
    jwks_uri: `${base}/keys`,
  };
  entra.spoil(({ path }) => (path.endsWith('/openid-configuration') ? { json: metadata } : answer));
  credential = lateCredential(() =>
    createCredential({
      tenantId: TENANT,
      clientId: '00000000-0000-4000-8000-00000000000c',
      clientSecret: 'a-client-secret',
      authorityHost: base,
      disableInstanceDiscovery: true,
    }),
  );
});
afterEach(() => entra.stop());

const WITHOUT = 'no token for https://service.test/.default: the authority answered with something that is no token';
const bad: [string, Raw][] = [
  ['a web page', { headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
  ['nothing', {}],
  ['nothing, and says so', { status: 204 }],
  ['a bare list', { json: [] }],
  ['an object of another kind', { json: { error: { code: 'x', message: 'y' } } }],
  ['no token', { json: { ...token, access_token: undefined } }],
  ['a token that no header can carry', { json: { ...token, access_token: 'a\u{1F511}b' } }],
  ['a token larger than any header', { json: { ...token, access_token: 'x'.repeat(100_000) } }],
  ['a way elsewhere', { status: 302, headers: { location: 'https://localhost:1/' } }],
];

test.each(bad)('%s instead of a token is told as that, and nothing is asked of the service', async (_, raw) => {
  answer = raw;
  const ports = await createRawPorts({ credential });
  await expect(ports.graph.get('1')).rejects.toMatchObject({ code: 'unauthorized', message: WITHOUT, inDoubt: false });
  expect(ports.services.log).toEqual([]);
  answer = { json: token };
  await expect(ports.graph.get('1')).resolves.toBeNull();
  expect(ports.services.log.map(({ authorization }) => authorization)).toEqual([`Bearer ${token.access_token}`]);
  await ports.services.stop();
});

test('an authority that says nothing is told as that, and asked again by the next request', async () => {
  answer = null;
  const ports = await createRawPorts({ credential, requestTimeoutSeconds: 1 });
  await expect(ports.graph.update('1', { severity: 'high' })).rejects.toMatchObject({
    code: 'unreachable',
    message: 'no token for https://service.test/.default: the authority did not answer',
    inDoubt: false,
  });
  answer = { json: token };
  await expect(ports.graph.get('1')).resolves.toBeNull();
  await ports.services.stop();
});

test('a token that the service does not take is not kept, and another is not asked for with every request', async () => {
  answer = { json: token };
  const ports = await createRawPorts({ credential });
  const { services, graph } = ports;
  const refused: Raw = { status: 401, json: { error: { code: 'InvalidAuthenticationToken', message: 'x' } } };
  services.spoil(({ authorization }) => (authorization === 'Bearer eyJhbGciOi.new.b' ? undefined : refused));
  await expect(graph.get('1')).rejects.toMatchObject({ code: 'unauthorized' });
  answer = { json: { ...token, access_token: 'eyJhbGciOi.new.b' } };
  await expect(graph.get('1')).resolves.toBeNull();
  services.spoil(() => refused);
  for (let time = 0; time < 3; time += 1) await expect(graph.get('1')).rejects.toMatchObject({ code: 'unauthorized' });
  expect(entra.log.filter(({ path }) => path.endsWith('/token'))).toHaveLength(2);
  await services.stop();
});

test('a token of the wrong type is none', async () => {
  answer = { json: { ...token, access_token: 7 } };
  const asked = guardToken(credential).getToken('https://service.test/.default');
  await expect(asked).rejects.toMatchObject({ code: 'unauthorized', message: WITHOUT });
});

test('a refusal in a success is told by its code alone', async () => {
  answer = { json: { error: 'invalid_client', error_description: `AADSTS7000215: Invalid secret of ${TENANT}` } };
  await expect(guardToken(credential).getToken('https://service.test/.default')).rejects.toMatchObject({
    code: 'unauthorized',
    message: 'no token for https://service.test/.default: AADSTS7000215',
  });
});

test.each([
  ['30 MB', 'x'.repeat(30_000_000)],
  ['members nobody has heard of', { a: 1 }],
])('a token with %s beside it is a token', async (_, filler) => {
  answer = { json: { ...token, filler } };
  const got = await guardToken(credential).getToken('https://service.test/.default');
  expect(got).toMatchObject({ token: token.access_token });
});

describe('a token that', () => {
  const now = Date.parse('2026-03-01T08:00:00Z');
  const guarded = (expiresOnTimestamp: unknown) =>
    guardToken(
      { getToken: async () => ({ token: 't', expiresOnTimestamp: expiresOnTimestamp as number }) },
      { now: () => now },
    ).getToken('s');

  test.each([
    ['does not say when it expires is renewed soon', Number.NaN, now + 300_000],
    ['says nothing readable is renewed soon', undefined, now + 300_000],
    ['claims to live for ever is renewed within a day or so', 1e18, now + 28 * 3_600_000],
    ['expires in an hour expires then', now + 3_600_000, now + 3_600_000],
    ['has expired has', now - 1, now - 1],
  ])('%s', async (_, said, expires) => {
    await expect(guarded(said)).resolves.toMatchObject({ expiresOnTimestamp: expires });
  });
});
