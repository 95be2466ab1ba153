import { addSampleEvents } from '../../src/simulator/graph/hunting/sample-events.ts';
import { caller, startStage, type Stage } from './microsoft-stage.ts';

let stage: Stage;
beforeEach(async () => void (stage = await startStage({ graphHuntsPerMinute: 20 })));
afterEach(() => stage.stop());

const hunt = (body: unknown) => stage.graph('POST', '/v1.0/security/runHuntingQuery', body);
const signIn = (AccountName: string, more: Record<string, string> = {}) =>
  stage.microsoft.defender.addEvent('DeviceLogonEvents', { DeviceName: 'web-01', AccountName, ...more });

test('rows are filtered, grouped and sorted, and long integers have their type noted', async () => {
  signIn('raj');
  signIn('mira');
  signIn('raj');
  signIn('raj', { DeviceName: 'fin-07' });
  const { status, body } = await hunt({
    Query:
      'DeviceLogonEvents | where DeviceName in~ ("WEB-01", "other") | ' +
      'summarize Times = count(), Last = max(Timestamp) by AccountName | top 5 by Times desc',
    Timespan: 'P7D',
  });
  expect(status).toBe(200);
  expect(body['@odata.context']).toBe(
    'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.security.huntingQueryResults',
  );
  expect(body.schema).toEqual([
    { name: 'AccountName', type: 'String' },
    { name: 'Times', type: 'Int64' },
    { name: 'Last', type: 'DateTime' },
  ]);
  expect(body.results).toEqual([
    { AccountName: 'raj', 'Times@odata.type': '#Int64', Times: 2, Last: expect.stringMatching(/^2026-03-01T/) },
    { AccountName: 'mira', 'Times@odata.type': '#Int64', Times: 1, Last: expect.anything() },
  ]);
});

test('a timespan leaves out what is older, and no more than thirty days are kept', async () => {
  signIn('now');
  signIn('last week', { Timestamp: '2026-02-25T09:00:00Z' });
  signIn('in autumn', { Timestamp: '2025-11-01T09:00:00Z' });
  const names = async (more: object) => {
    const { body } = await hunt({ query: 'DeviceLogonEvents | summarize N = count() by AccountName', ...more });
    return body.results.map((row: { AccountName: string }) => row.AccountName);
  };
  expect(await names({ timespan: 'P1D' })).toEqual(['now']);
  expect(await names({ timespan: 'P90D' })).toEqual(['now', 'last week']);
  expect(await names({})).toEqual(['now', 'last week']);
});

test.each([
  ['', 'Query is missing'],
  ['Nothing', "named 'Nothing'"],
  ['DeviceLogonEvents | where Nope in~ ("x")', "named 'Nope'"],
  ['DeviceLogonEvents | where DeviceName in~ ("x)', 'Syntax error'],
  ['DeviceLogonEvents | where DeviceName in~ ("a"; drop)', 'Syntax error'],
  ['DeviceLogonEvents | where DeviceName in~ (x)', 'Syntax error'],
  ['DeviceLogonEvents | where DeviceName in~ ()', 'Syntax error'],
  ['DeviceLogonEvents | project DeviceName', 'Syntax error'],
  ['DeviceLogonEvents | top 0 by DeviceName desc', 'Syntax error'],
  ['DeviceLogonEvents | summarize N = count() by DeviceName | top 5 by AccountName desc', "named 'AccountName'"],
  ['DeviceLogonEvents DeviceLogonEvents', 'Syntax error'],
])('%j is refused', async (Query, message) => {
  const { status, body } = await hunt({ Query });
  expect(status).toBe(400);
  expect(body.error.message).toContain(message);
});

test('anything but a query and a timespan is refused', async () => {
  expect((await hunt({ Query: 'DeviceLogonEvents', Top: 1 })).status).toBe(400);
  expect((await hunt({ Query: 'DeviceLogonEvents', Timespan: 'a week' })).status).toBe(400);
  expect((await hunt('DeviceLogonEvents')).status).toBe(400);
  expect((await stage.graph('GET', '/v1.0/security/runHuntingQuery')).status).toBe(400);
});

test('it takes a permission of its own, and a tenant has so many queries a minute', async () => {
  const query = { Query: 'DeviceLogonEvents | top 1 by Timestamp desc' };
  const { apps, graph } = stage.microsoft;
  for (let count = 0; count < 20; count += 1) expect((await hunt(query)).status).toBe(200);
  const throttled = await hunt(query);
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '60']);
  expect(throttled.body.error.message).toContain('advanced hunting calls per minute');
  apps.azure.graphRoles = ['SecurityIncident.ReadWrite.All'];
  const call = caller(graph.endpoint, await stage.token('https://graph.microsoft.com/.default'));
  const { status, body } = await call('POST', '/v1.0/security/runHuntingQuery', query);
  expect([status, body.error.message]).toEqual([403, expect.stringContaining('ThreatHunting.Read.All')]);
});

test('the events of the demo are found by what its incidents are about', async () => {
  addSampleEvents(stage.microsoft.defender);
  const { body } = await hunt({
    Query:
      'DeviceNetworkEvents | where RemoteUrl has_any ("cdn-updates.example.net") | ' +
      'summarize Times = count() by DeviceName | top 1 by Times desc',
  });
  expect(body.results).toMatchObject([{ DeviceName: 'fin-laptop-07.contoso.example', Times: 40 }]);
});

test('what happened has the columns of its table', () => {
  const { defender } = stage.microsoft;
  expect(() => defender.addEvent('DeviceEvents', {})).toThrow('no table');
  expect(() => defender.addEvent('DeviceLogonEvents', { Nope: 'x' })).toThrow('no column Nope');
  expect(() => defender.addEvent('DeviceNetworkEvents', { RemotePort: '443' })).toThrow('is a long');
});
