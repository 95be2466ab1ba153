import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'node:http';
import { BotProcess } from '../../src/simulator/demo/bot-process.ts';
import { renderPlaygroundFile } from '../../src/simulator/playground/playground-file.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { projectRoot } from './stage.ts';

/** Development without a token, as Microsoft's Agents Playground asks for it: from this machine, and never by a web page. */

interface Player {
  id: string;
  name: string;
  aadObjectId: string;
}
let simulator: Simulator;
let bot: BotProcess;
let playground: Awaited<ReturnType<typeof startConnector>>;
let file: {
  tenantId: string;
  bot: { id: string; name: string };
  currentUser: Player;
  users: Player[];
  personalChat: { id: string };
};

beforeAll(async () => {
  simulator = await startSimulator();
  file = JSON.parse(renderPlaygroundFile(simulator.microsoft)) as typeof file;
  playground = await startConnector();
  simulator.microsoft.defender.raiseIncident({ title: 'Seen in the Playground', severity: 'medium' });
  bot = new BotProcess({
    script: `${projectRoot}/src/main.ts`,
    cwd: projectRoot,
    env: simulator.environment({ DEV_NO_AUTH: 'true' }),
    url: simulator.botUrl,
  });
  await bot.start();
}, 60_000);
afterAll(async () => {
  await bot?.stop();
  await playground?.stop();
  await simulator?.stop();
}, 60_000);

/** As much of a connector as the Playground is: over plain http, without tokens. */
async function startConnector() {
  const sent: { method: string; activity: Record<string, unknown> }[] = [];
  const server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const { method = '', url = '' } = incoming;
      response.setHeader('content-type', 'application/json');
      if (method === 'GET') {
        const who = [file.currentUser, ...file.users].find(({ id }) => url.endsWith(encodeURIComponent(id)));
        if (who === undefined) return void response.writeHead(404).end('{}');
        return void response.end(JSON.stringify({ ...who, tenantId: file.tenantId, userRole: 'user' }));
      }
      sent.push({ method, activity: JSON.parse(text) as Record<string, unknown> });
      response.statusCode = method === 'POST' ? 201 : 200;
      response.end(JSON.stringify({ id: `message-${sent.length}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    sent,
    url: `http://localhost:${(server.address() as AddressInfo).port}/_connector`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function activity(more: Record<string, unknown>) {
  const { currentUser, tenantId, personalChat } = file;
  return {
    channelId: 'msteams',
    serviceUrl: playground.url,
    id: `${Math.random()}`,
    from: { id: currentUser.id, name: currentUser.name, aadObjectId: currentUser.aadObjectId },
    recipient: file.bot,
    conversation: { id: personalChat.id, conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    ...more,
  };
}

function post(body: object, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${simulator.botUrl}/api/messages`,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject).end(JSON.stringify(body));
  });
}

const saying = (text: string) => activity({ type: 'message', text });

test('what the Playground sends is answered there: commands, a tap, and the card is edited', async () => {
  await post(saying('help'));
  expect(JSON.stringify(playground.sent.at(-1))).toContain('Your role: admin');
  await post(saying('sync now'));
  await post(saying('show #1'));
  const shown = playground.sent.at(-1)!;
  expect(JSON.stringify(shown)).toContain('Seen in the Playground');
  const data = /"refresh":\{"type":"[^"]*","action":(\{.*?\}\})/.exec(JSON.stringify(shown))?.[1] ?? '';
  const sealed = (JSON.parse(`${data.slice(0, data.indexOf('}') + 1)}}`) as { data: Record<string, unknown> }).data;
  const action = { type: 'Action.Execute', verb: 'setActive', data: { ...sealed, verb: 'setActive' } };
  const tap = await post(
    activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action, trigger: 'manual' } }),
  );
  expect(tap.text).toContain('Active');
  for (let attempt = 0; !playground.sent.some(({ method }) => method === 'PUT'); attempt += 1) {
    if (attempt === 100) throw new Error('the card was not edited');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}, 60_000);

test.each([
  ['a page of another site', { origin: 'https://evil.example' }],
  ['a page without an origin of its own', { origin: 'null' }],
  ['a page under a name that was turned to this machine', { host: 'evil.example:3978' }],
])('%s is not answered', async (_what, headers) => {
  const before = playground.sent.length;
  const { status, text } = await post(saying('help'), headers);
  expect([status, text]).toEqual([403, expect.stringContaining('not_local')]);
  expect(playground.sent).toHaveLength(before);
});
