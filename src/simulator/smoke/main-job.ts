import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { deviceEvidence, userEvidence } from '../graph/evidence.ts';
import type { Simulator } from '../simulator.ts';
import type { Channel } from '../teams/conversation.ts';
import { objectAt, textAt } from '../teams/json.ts';
import type { JsonObject } from '../teams/json.ts';
import type { Thread } from '../teams/teams.ts';
import { createSystemsReader } from './systems-reader.ts';

/** One thing the main job must show. It throws when the world is not as it should be. */
export interface Step {
  name: string;
  run(): Promise<void>;
}

/** Cards are edited at most every few seconds, so that is how long one may take to come true. */
const CARD_WITHIN_MS = 20_000;

/**
 * The main job, step by step, each read back from both systems over HTTP: a Defender incident becomes one Sentinel
 * incident and one live card; people act on it in chat; portals act on another, and the card follows.
 */
export function mainJob({ microsoft, teams, admin }: Simulator): Step[] {
  const { defender, sentinel } = microsoft;
  const read = createSystemsReader(microsoft);
  const team = teams.addTeam('Smoke', ['SOC'], teams.state.people);
  const soc: Channel = teams.channel(team, 'SOC');
  let defenderId = '';
  let sentinelName = '';

  const syncNow = () => teams.say(admin, soc, 'sync now');
  const cards = () => teams.messages(soc).filter((thread) => incidentOf(thread) !== null);
  const cardOf = (id: string) => cards().find((thread) => refreshData(thread)['defenderId'] === id);
  const card = () => cardOf(defenderId)!;
  const untilCard = (id: string, says: string) =>
    teams.until(
      () => JSON.stringify(cardOf(id)?.card ?? '').includes(says),
      CARD_WITHIN_MS,
      `a card that says "${says}"`,
    );
  const twinOf = async (id: string) => {
    const named = (await read.sentinelIncidents()).filter((one) => JSON.stringify(one).includes(`Incident: ${id}`));
    strictEqual(named.length, 1, 'one Sentinel incident');
    return textAt(named[0]!, 'name')!;
  };
  const properties = async (name: string) => objectAt(await read.sentinelIncident(name), 'properties');

  return [
    {
      name: 'an admin installs the bot and binds a channel',
      async run() {
        await teams.install(team, admin);
        await teams.say(admin, soc, 'bind');
      },
    },
    {
      name: 'an incident raised in Defender gets its twin in Sentinel and its card in Teams',
      async run() {
        const evidence = [deviceEvidence('fin-07.contoso.example'), userEvidence('mira', 'contoso.example')];
        const alerts = [{ title: 'Smoke: a click on a phishing link', evidence }];
        const customTags = ['smoke'];
        const raised = defender.raiseIncident({ title: 'Smoke: phishing', severity: 'high', customTags, alerts });
        defenderId = raised['id'];
        await syncNow();
        sentinelName = await twinOf(defenderId);
        const twin = await properties(sentinelName);
        deepStrictEqual([twin['title'], twin['severity'], twin['status']], ['Smoke: phishing', 'High', 'New']);
        await untilCard(defenderId, 'Smoke: phishing');
        strictEqual(cards().length, 1, 'one card');
        strictEqual(refreshData(card())['sentinelName'], sentinelName);
      },
    },
    {
      name: 'its alerts are bookmarks of the twin, with what they are about',
      async run() {
        const [bookmark, ...more] = await read.sentinelBookmarks(sentinelName);
        strictEqual(more.length, 0, 'one bookmark');
        const told = objectAt(bookmark ?? {}, 'properties');
        strictEqual(told['displayName'], 'Smoke: a click on a phishing link');
        const { Entities } = JSON.parse(textAt(told, 'queryResult')!) as { Entities: JsonObject[] };
        deepStrictEqual(
          Entities.map((entity) => [entity['Type'], entity['HostName'] ?? entity['UPNSuffix']]),
          [
            ['Host', 'fin-07'],
            ['Account', 'contoso.example'],
          ],
        );
        const { description } = await properties(sentinelName);
        ok(String(description).includes('Products: Microsoft Defender for Endpoint\nAlerts: 1'), 'products and alerts');
      },
    },
    {
      name: 'it is assigned from chat',
      async run() {
        await teams.execute(admin, card(), 'assignToMe');
        await settled(async () => {
          strictEqual((await read.defenderIncident(defenderId))['assignedTo'], admin.userPrincipalName);
          strictEqual(objectAt(await properties(sentinelName), 'owner')['objectId'], admin.objectId);
        });
      },
    },
    {
      name: 'it is tagged from chat',
      async run() {
        await fill('tag', { tags: 'smoke, tested' });
        await settled(async () => {
          deepStrictEqual((await read.defenderIncident(defenderId))['customTags'], ['smoke', 'tested']);
          const labels = (await properties(sentinelName))['labels'] as JsonObject[];
          deepStrictEqual(
            labels.map((label) => label['labelName']),
            ['smoke', 'tested'],
          );
        });
      },
    },
    {
      name: 'it is commented from chat, once on each side',
      async run() {
        await fill('comment', { comment: 'Looking into it.' });
        await settled(() => commentedOnce('Looking into it.'));
      },
    },
    {
      name: 'it is closed from chat with a classification',
      async run() {
        await fill('close', { classification: 'truePositive', determination: 'phishing', comment: 'Mailbox cleaned.' });
        await settled(async () => {
          const original = await read.defenderIncident(defenderId);
          deepStrictEqual(
            [original['status'], original['classification'], original['determination']],
            ['resolved', 'truePositive', 'phishing'],
          );
          const twin = await properties(sentinelName);
          deepStrictEqual(
            [twin['status'], twin['classification'], twin['classificationReason']],
            ['Closed', 'TruePositive', 'SuspiciousActivity'],
          );
          await commentedOnce('Mailbox cleaned.');
        });
        await untilCard(defenderId, 'Closed');
      },
    },
    {
      name: 'the Defender portal closes another one, and Sentinel and the card follow',
      async run() {
        const other = defender.raiseIncident({ title: 'Smoke: malware', severity: 'medium' })['id'];
        await syncNow();
        await untilCard(other, 'Smoke: malware');
        const change = { status: 'resolved', classification: 'falsePositive', determination: 'notMalicious' };
        defender.edit(other, change, 'raj.patel@contoso.example');
        await syncNow();
        strictEqual((await properties(await twinOf(other)))['classification'], 'FalsePositive');
        await untilCard(other, 'False positive');
      },
    },
    {
      name: 'the Sentinel portal reopens it, and Defender and the card follow',
      async run() {
        const other = defender.list().find((one) => one['displayName'] === 'Smoke: malware')!['id'];
        sentinel.edit(await twinOf(other), { status: 'Active' }, 'raj.patel@contoso.example');
        await syncNow();
        strictEqual((await read.defenderIncident(other))['status'], 'inProgress');
        await untilCard(other, 'Active');
      },
    },
    {
      name: 'a second sync with nothing changed reads one list a side and writes nothing',
      async run() {
        await syncNow();
        await syncNow();
        const last = teams
          .messages(soc)
          .flatMap((thread) => [thread, ...thread.replies])
          .findLast((one) => hasTraffic(one.card));
        deepStrictEqual(trafficOf(last?.card), { reads: 2, writes: 0, waiting: 0 });
      },
    },
  ];

  async function fill(verb: string, inputs: Record<string, string>): Promise<void> {
    let answer = await teams.openForm(admin, card(), verb);
    for (let step = 0; answer.outcome.kind === 'form' && step < 3; step += 1) {
      const { dialog } = answer.outcome;
      const asked = Object.entries(inputs).filter(([id]) => JSON.stringify(dialog.card).includes(`"id":"${id}"`));
      answer = await teams.submitForm(admin, dialog, undefined, Object.fromEntries(asked));
    }
    ok(answer.outcome.kind === 'message' || answer.outcome.kind === 'closed', `${verb}: ${JSON.stringify(answer)}`);
  }

  async function commentedOnce(text: string): Promise<void> {
    const original = (await read.defenderIncident(defenderId))['comments'] as JsonObject[];
    const twin = await read.sentinelComments(sentinelName);
    for (const comments of [original, twin])
      strictEqual(comments.filter((one) => JSON.stringify(one).includes(text)).length, 1, `"${text}" once`);
  }

  /** What was promised in the answer to a click is written soon after it; a cycle makes sure of it. */
  async function settled(check: () => Promise<void>): Promise<void> {
    try {
      await check();
    } catch {
      await syncNow();
      await check();
    }
  }
}

function refreshData(thread: Pick<Thread, 'card'>): JsonObject {
  return objectAt(objectAt(objectAt(thread.card ?? {}, 'refresh'), 'action'), 'data');
}

function incidentOf(thread: Pick<Thread, 'card'>): number | null {
  const { incident } = refreshData(thread);
  return typeof incident === 'number' ? incident : null;
}

function hasTraffic(card: JsonObject | undefined): boolean {
  return card !== undefined && 'reads' in refreshData({ card });
}

function trafficOf(card: JsonObject | undefined): JsonObject {
  const { reads, writes, waiting } = refreshData({ card });
  return { reads: reads!, writes: writes!, waiting: waiting! };
}
