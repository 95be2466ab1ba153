import { createGraphDirectory } from '../../src/azure/graph-directory.ts';
import type { Owner } from '../../src/incident/person.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import type { Exchange } from '../support/scripted-http.ts';

const SELECT = '$select=id,displayName,userPrincipalName,mail';
const ANA_ID = '2046feea-040d-4a46-9e2b-91c2941bfa70';
const ana = { id: ANA_ID, displayName: 'Ana Diaz', userPrincipalName: 'ana@contoso.com', mail: 'ana.diaz@contoso.com' };
const found: Owner = { objectId: ANA_ID, upn: 'ana@contoso.com', name: 'Ana Diaz' };
const byUpn = (upn: string): Owner => ({ upn, objectId: null, name: null });
const user = (key: string): Pick<Exchange, 'method' | 'target'> => ({
  method: 'GET',
  target: `/v1.0/users/${key}?${SELECT}`,
});
const mail = (address: string): Pick<Exchange, 'method' | 'target'> => ({
  method: 'GET',
  target: `/v1.0/users?$filter=mail eq '${address}'&${SELECT}`,
});
const nobody = { status: 404, json: { error: { code: 'Request_ResourceNotFound', message: 'no' } } };

function directory(script: Exchange[], clock = { now: 0 }) {
  const http = new ScriptedHttp(script);
  const port = createGraphDirectory({
    endpoint: 'https://graph.test',
    pipeline: scriptedPipeline(http),
    now: () => clock.now,
  });
  return { http, port, clock };
}

test('a person is found by object id before anything else, and by UPN', async () => {
  const { http, port } = directory([
    { ...user(ANA_ID), json: ana },
    { ...user('ana@contoso.com'), json: ana },
  ]);
  expect(await port.resolve({ upn: 'other@contoso.com', objectId: ANA_ID.toUpperCase(), name: null })).toEqual(found);
  expect(await port.resolve(byUpn('Ana@Contoso.com'))).toEqual(found);
  http.assertDone();
});

test('a mail address that is no UPN is searched for, its quotes doubled', async () => {
  const { http, port } = directory([
    { ...user("o'hara@contoso.com"), ...nobody },
    { ...mail("o''hara@contoso.com"), json: { value: [ana] } },
  ]);
  expect(await port.resolve(byUpn("o'hara@contoso.com"))).toEqual(found);
  http.assertDone();
});

test('an address that two people have names neither', async () => {
  const { port } = directory([
    { ...user('soc@contoso.com'), ...nobody },
    { ...mail('soc@contoso.com'), json: { value: [ana, { id: 'b' }] } },
  ]);
  expect(await port.resolve(byUpn('soc@contoso.com'))).toBeNull();
});

test.each(['Defender Experts', '', 'SOC team', 'a@b', 'x/../../admin@contoso.com', 'a b@contoso.com'])(
  '"%s" is nobody, and nothing is asked',
  async (upn) => {
    const { http, port } = directory([]);
    expect(await port.resolve(byUpn(upn))).toBeNull();
    expect(http.log).toEqual([]);
  },
);

test('who was found is remembered for a day, who was not for five minutes', async () => {
  const { http, port, clock } = directory([
    { ...user('ana@contoso.com'), json: ana },
    { ...user(ANA_ID), ...nobody },
    { ...user(ANA_ID), json: ana },
    { ...user('ana@contoso.com'), json: ana },
  ]);
  const byId: Owner = { upn: null, objectId: ANA_ID, name: null };
  await port.resolve(byUpn('ana@contoso.com'));
  expect(await port.resolve(byId)).toBeNull();
  clock.now = 5 * 60_000 - 1;
  expect(await port.resolve(byId)).toBeNull();
  clock.now = 5 * 60_000 + 1;
  expect(await port.resolve(byId)).toEqual(found);
  clock.now = 24 * 3600_000 - 1;
  await port.resolve(byUpn('ana@contoso.com'));
  clock.now = 24 * 3600_000 + 1;
  await port.resolve(byUpn('ana@contoso.com'));
  http.assertDone();
});

test('two who ask at once share one request, and a failure is not remembered', async () => {
  const { http, port } = directory([
    {
      ...user('ana@contoso.com'),
      status: 403,
      json: { error: { code: 'Authorization_RequestDenied', message: 'no' } },
    },
    { ...user('ana@contoso.com'), json: ana },
  ]);
  const outcomes = await Promise.allSettled([
    port.resolve(byUpn('ana@contoso.com')),
    port.resolve(byUpn('ANA@contoso.com')),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await port.resolve(byUpn('ana@contoso.com'))).toEqual(found);
  http.assertDone();
});
