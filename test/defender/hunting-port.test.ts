import { createHuntingPort } from '../../src/defender/hunting/create-hunting-port.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import { describeWithSpecs } from '../support/shared-specs.ts';
import { startSimulatedDefender } from './simulated-defender.ts';

const target = '/graph/v1.0/security/runHuntingQuery';
const answering = (answer: object) => {
  const http = new ScriptedHttp([{ method: 'POST', target, ...answer }]);
  const port = createHuntingPort({ endpoint: 'https://graph.test/graph/', pipeline: scriptedPipeline(http) });
  return { http, port };
};

describeWithSpecs('the documented answer', 'graph/examples/runHuntingQuery.docs.json', (read) => {
  test('is read, and the query is sent with its days', async () => {
    const { response200: json } = read() as { response200: unknown };
    const { http, port } = answering({ json });
    expect(await port.run('DeviceProcessEvents | limit 2', 7)).toEqual([
      {
        Timestamp: '2024-03-26T09:39:50.7688641Z',
        FileName: 'cmd.exe',
        InitiatingProcessFileName: 'powershell.exe',
      },
      expect.objectContaining({ FileName: 'cmd.exe' }),
    ]);
    expect(JSON.parse(String(http.requests[0]!.body))).toEqual({
      Query: 'DeviceProcessEvents | limit 2',
      Timespan: 'P7D',
    });
    http.assertDone();
  });
});

describe('a hunting query', () => {
  test('may be answered in the other case, with notes of types, and with whatever KQL calls dynamic', async () => {
    const Results = [{ 'N@odata.type': '#Int64', N: 3, List: ['a', { b: 1 }], None: null, Is: true, Bad: 'a\u0000b' }];
    const { port } = answering({ json: { Schema: [{ Name: 'N', Type: 'Int64' }], Results } });
    expect(await port.run('T', 1)).toEqual([{ N: 3, List: '["a",{"b":1}]', None: null, Is: true, Bad: 'ab' }]);
  });

  test('with an answer nested beyond reading is told as unreadable', async () => {
    const text = `{"results":[{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`;
    await expect(answering({ text }).port.run('T', 1)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(/nested too deeply/) as string,
    });
  });

  test.each([[{ json: {} }], [{ json: { results: 'none' } }], [{ text: '<html>' }], [{ json: { results: [1] } }]])(
    'with an answer that is none is told as unreadable: %j',
    async (answer) => {
      await expect(answering(answer).port.run('T', 1)).rejects.toMatchObject({ code: 'unreadable', inDoubt: false });
    },
  );

  test('that is throttled is not sent again, and says why', async () => {
    const json = { error: { code: 'TooManyRequests', message: 'CPU resources of the tenant are used up.' } };
    const { http, port } = answering({ status: 429, headers: { 'Retry-After': '600' }, json });
    await expect(port.run('T', 1)).rejects.toMatchObject({
      code: 'throttled',
      retryAfterSeconds: 600,
      message: expect.stringContaining('CPU resources'),
    });
    http.assertDone();
  });
});

test('the simulated service takes what is sent, and says who may', async () => {
  const world = await startSimulatedDefender();
  try {
    const port = createHuntingPort({ endpoint: world.microsoft.graph.endpoint, pipeline: world.pipeline('graph') });
    world.microsoft.defender.addEvent('DeviceLogonEvents', { DeviceName: 'web-01', AccountName: 'raj' });
    const query = 'DeviceLogonEvents | summarize Times = count(), Last = max(Timestamp) by AccountName';
    expect(await port.run(query, 7)).toEqual([{ AccountName: 'raj', Times: 1, Last: expect.any(String) }]);
    expect(world.traffic.writes).toBe(0);
    await expect(port.run('Nothing | take 1', 7)).rejects.toMatchObject({ code: 'invalid' });
  } finally {
    await world.stop();
  }
});
