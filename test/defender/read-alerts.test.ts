import { createDefenderPort } from '../../src/defender/create-defender-port.ts';
import type { DefenderPort } from '../../src/sync/ports/side-port.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import type { Exchange } from '../support/scripted-http.ts';

const alerts = '/graph/v1.0/security/alerts_v2';
const first = `${alerts}?$filter=incidentId eq '81'&$top=100`;

function defender(script: Exchange[], responseLimitBytes?: number): { http: ScriptedHttp; port: DefenderPort } {
  const http = new ScriptedHttp(script);
  const pipeline = scriptedPipeline(http, responseLimitBytes === undefined ? {} : { responseLimitBytes });
  return { http, port: createDefenderPort({ endpoint: 'https://graph.test/graph/', pipeline }) };
}

const page = (from: number, count: number, next?: string) => ({
  value: Array.from({ length: count }, (_, index) => ({ id: `a${from + index}`, title: 't' })),
  ...(next === undefined ? {} : { '@odata.nextLink': `https://graph.test${alerts}?${next}` }),
});

describe('the alerts of an incident', () => {
  test('are one request, without expanding anything', async () => {
    const { http, port } = defender([{ method: 'GET', target: first, json: page(0, 3) }]);
    const list = await port.listAlerts('81');
    expect([list.alerts.map(({ id }) => id), list.more]).toEqual([['a0', 'a1', 'a2'], false]);
    http.assertDone();
  });

  test('are read until there are more than are described, and no further', async () => {
    const { http, port } = defender([
      { method: 'GET', target: first, json: page(0, 100, 'p=2') },
      { method: 'GET', target: `${alerts}?p=2`, json: page(100, 100, 'p=3') },
    ]);
    const list = await port.listAlerts('81');
    expect([list.alerts.length, list.more]).toEqual([150, true]);
    http.assertDone();
  });

  test('a hundred and fifty are all of them', async () => {
    const { port } = defender([
      { method: 'GET', target: first, json: page(0, 100, 'p=2') },
      { method: 'GET', target: `${alerts}?p=2`, json: page(100, 50) },
    ]);
    expect(await port.listAlerts('81')).toMatchObject({ more: false, alerts: { length: 150 } });
  });

  test('that come without an end are an end', async () => {
    const { http, port } = defender([{ method: 'GET', target: first, json: page(0, 0, 'p=2') }]);
    expect(await port.listAlerts('81')).toEqual({ alerts: [], more: false, unreadable: [] });
    http.assertDone();
  });

  test('an answer the service calls incomplete is told as one that has more', async () => {
    const { port } = defender([{ method: 'GET', target: first, status: 206, json: page(0, 3) }]);
    expect(await port.listAlerts('81')).toMatchObject({ more: true, alerts: { length: 3 } });
  });

  test('are asked for in smaller pages where their evidence is too much for one', async () => {
    const { http, port } = defender(
      [
        { method: 'GET', target: first, json: page(0, 100) },
        { method: 'GET', target: `${alerts}?$filter=incidentId eq '81'&$top=25`, json: page(0, 3) },
      ],
      1000,
    );
    expect((await port.listAlerts('81')).alerts).toHaveLength(3);
    http.assertDone();
  });

  test('a next link to elsewhere is not followed, and an id cannot break out of the filter', async () => {
    const evil = { value: [{ id: 'a' }], '@odata.nextLink': 'https://evil.test/x' };
    const { http, port } = defender([
      { method: 'GET', target: `${alerts}?$filter=incidentId eq '8'' or ''1'&$top=100`, json: evil },
    ]);
    await expect(port.listAlerts("8' or '1")).resolves.toMatchObject({
      alerts: [{ id: 'a' }],
      more: true,
      unreadable: [expect.stringContaining('https://evil.test')],
    });
    http.assertDone();
  });

  test('without the permission it is said', async () => {
    const json = { error: { code: 'Forbidden', message: 'Missing application roles.' } };
    const { port } = defender([{ method: 'GET', target: first, status: 403, json }]);
    await expect(port.listAlerts('81')).rejects.toMatchObject({ code: 'forbidden' });
  });
});
