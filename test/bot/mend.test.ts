import { codeIn, startChatWorld } from '../support/chat-world.ts';
import type { ChatWorld } from '../support/chat-world.ts';
import { aDriftLine, aQuestion } from '../support/differences.ts';
import { aView } from '../support/views.ts';
import { buttonsOf, findButton, verbsOf } from '../../src/simulator/teams/card-actions.ts';
import type { Person } from '../../src/simulator/teams/person.ts';

/** What is ordered of the sync, and what people mend by a click: over HTTP, with signed tokens. */
let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld();
  world.teams.limits.enabled = false;
  const { people, grant, teams, channel } = world;
  await grant(people.raj, 'responder');
  await grant(people.mira, 'viewer');
  await grant(people.jo, 'lead');
  await world.answerTo(await teams.say(people.ana, channel, 'bind'));
}, 30_000);
afterAll(() => world.stop());
beforeEach(() => {
  world.desk.incidents.clear();
  world.desk.orders.length = 0;
  world.desk.holds = [];
});

const shown = async (who: Person, text: string) => world.answerTo(await world.teams.say(who, world.channel, text));
async function answer(who: Person, text: string) {
  const { card } = await shown(who, text);
  return { text: JSON.stringify(card), code: codeIn(card) };
}
const lastAction = () => world.desk.acted.at(-1);
const failed = () => aView().sides.map((side) => ({ ...side, standing: 'failed', reason: '400' })) as never;
const rehearsal = 'Rehearsal: nothing is written until an admin says `sync go`.';

describe('orders to the sync', () => {
  it.each(['pause', 'resume', 'go'] as const)(
    'passes on "sync %s" with who said it, and tells what came of it',
    async (order) => {
      if (order !== 'pause') world.desk.holds = [{ kind: 'paused', since: '2026-11-22T09:00:00Z', by: 'Ana' }];
      const rows = world.desk.rows.length;
      const { text, code } = await answer(world.people.ana, `sync ${order}`);
      expect(code).toBeNull();
      expect(text).toContain(`workspace: ${order} done.`);
      expect(world.desk.orders).toMatchObject([{ order, by: { objectId: world.people.ana.objectId } }]);
      // The desk has its own row of it.
      expect(world.desk.rows).toHaveLength(rows);
    },
  );

  it('says when an order changed nothing', async () => {
    expect((await answer(world.people.ana, 'sync resume')).text).toContain('Nothing changed');
  });

  it('takes them from admins only, and audits who else tried', async () => {
    const orders = { 'sync pause': 'sync pause', 'sync go': 'sync go', 'sync retry 7': 'retry' };
    for (const [order, action] of Object.entries(orders)) {
      expect((await answer(world.people.jo, order)).code).toBe('role_required');
      expect(world.desk.rows.at(-1)).toMatchObject({
        actorObjectId: world.people.jo.objectId,
        action,
        outcome: 'refused:role_required',
        detail: { text: order },
      });
    }
    expect(world.desk.orders).toEqual([]);
  });

  it('tries again what a side refused, when an admin says so or presses the button', async () => {
    world.desk.add(
      aView({ number: 7, announced: false, sides: failed() }),
      aView({ number: 8, announced: false, sides: failed() }),
    );
    expect((await answer(world.people.ana, 'sync retry #7')).code).toBeNull();
    expect(lastAction()).toMatchObject({ incident: 7, ask: { kind: 'retry' }, version: null });
    expect((await answer(world.people.ana, 'sync retry #7')).code).toBe('nothing_to_do');
    const card = await shown(world.people.ana, 'show 8');
    expect(codeIn((await world.teams.execute(world.people.raj, card, 'retry')).body)).toBe('role_required');
    expect((await world.teams.execute(world.people.ana, card, 'retry')).outcome.kind).toBe('card');
    expect(lastAction()).toMatchObject({ incident: 8, ask: { kind: 'retry' } });
  });
});

describe('while nothing may be written', () => {
  it('an incident card has no buttons that act and says what ends that', async () => {
    world.desk.add(
      aView({
        number: 7,
        announced: false,
        readOnly: rehearsal,
        sides: failed(),
        questions: [aQuestion()],
        drift: [aDriftLine()],
      }),
    );
    const { card } = await shown(world.people.raj, 'show 7');
    expect(verbsOf(card!)).toEqual([]);
    expect(JSON.stringify(card)).toContain('nothing is written until an admin says');
  });

  it('a command or an older card is refused with the mode and what ends it', async () => {
    world.desk.add(aView({ number: 7, announced: false, severity: 'medium' }));
    const card = await shown(world.people.raj, 'show 7');
    world.desk.change(7, { readOnly: rehearsal });
    const typed = await answer(world.people.raj, 'comment 7 hello');
    expect(typed).toMatchObject({ code: 'read_only', text: expect.stringContaining('until an admin says') });
    const tapped = await world.teams.execute(world.people.raj, card, 'assignToMe');
    expect(JSON.stringify(tapped.body)).toContain('until an admin says');
    expect(codeIn(tapped.body)).toBe('read_only');
    expect(codeIn((await world.teams.openForm(world.people.raj, card, 'close')).body)).toBe('read_only');
  });
});

describe('a conflict', () => {
  it('is answered on the incident card, each field by itself', async () => {
    const questions = [aQuestion(), aQuestion({ field: 'owner', defender: 'unassigned', sentinel: 'assigned to Raj' })];
    world.desk.add(aView({ number: 7, announced: false, severity: 'medium', questions }));
    const card = await shown(world.people.raj, 'show 7');
    const tap = await world.teams.execute(world.people.raj, card, "Keep Sentinel's owner");
    expect(JSON.stringify(tap.body)).toContain('Kept what Sentinel holds.');
    expect(lastAction()?.ask).toEqual({ kind: 'keep', field: 'owner', side: 'sentinel' });
    await world.teams.execute(world.people.raj, card, 'keepSentinel');
    expect(lastAction()?.ask).toEqual({ kind: 'keep', field: 'severity', side: 'sentinel' });
    expect(world.desk.incidents.get(7)?.questions).toEqual([]);
  });

  it('is not decided by somebody who may not close the incident, where that is what it comes to', async () => {
    const questions = [aQuestion({ field: 'state', defender: 'closed as true positive', sentinel: 'active' })];
    world.desk.add(aView({ number: 7, announced: false, severity: 'high', questions }));
    const card = await shown(world.people.raj, 'show 7');
    expect(codeIn((await world.teams.execute(world.people.raj, card, 'keepDefender')).body)).toBe('role_required');
    expect(codeIn((await world.teams.execute(world.people.jo, card, 'keepDefender')).body)).toBeNull();
  });

  it('is not answered on a card that shows older values', async () => {
    world.desk.add(aView({ number: 7, announced: false, questions: [aQuestion()] }));
    const card = await shown(world.people.raj, 'show 7');
    world.desk.change(7, { severity: 'low' });
    const before = world.desk.acted.length;
    expect(codeIn((await world.teams.execute(world.people.raj, card, 'keepDefender')).body)).toBe('stale');
    expect(world.desk.acted).toHaveLength(before);
  });

  it('is not turned into one about another field', async () => {
    const questions = [aQuestion()];
    world.desk.add(aView({ number: 7, announced: false, questions }));
    const card = await shown(world.people.raj, 'show 7');
    const { data } = findButton(card.card!, 'execute', 'keepDefender') as { data: object };
    for (const [change, code] of [
      [{ field: 'owner' }, 'forged'],
      [{ field: undefined }, 'forged'],
      [{ field: 'title' }, 'malformed'],
    ] as const) {
      const action = { type: 'Action.Execute', verb: 'keepDefender', data: { ...data, ...change } };
      const base = world.teams.activityBase(world.people.raj, world.channel, card.rootId);
      const sent = { ...base, type: 'invoke', name: 'adaptiveCard/action', value: { action } };
      expect(codeIn((await world.teams.post(sent)).body)).toBe(code);
    }
  });
});

describe('drift', () => {
  const drifting = (count: number) =>
    world.desk.add(
      ...Array.from({ length: count }, (_, index) => {
        const number = 20 + index;
        return aView({
          number,
          announced: false,
          drift: [aDriftLine({ incident: number, repair: index % 2 === 0 ? 'sentinel' : null })],
        });
      }),
    );

  it('is listed by age with both values and why, a page at a time', async () => {
    drifting(7);
    const list = await shown(world.people.raj, 'drift');
    const text = JSON.stringify(list.card);
    expect(text).toContain('1 to 5 of 7');
    expect(text).toContain('Defender: tags vip. Sentinel: tags \\\\(none\\\\).');
    expect(text).toMatch(/Tags, for \d+ d/);
    const next = await world.teams.execute(world.people.raj, list, 'Next');
    expect(JSON.stringify(next.body)).toContain('6 to 7 of 7');
  });

  it('offers to repair where a click can, and shows the list as it is then', async () => {
    drifting(2);
    const list = await shown(world.people.raj, 'drift');
    expect(verbsOf(list.card!)).toEqual(['repair']);
    const tap = await world.teams.execute(world.people.raj, list, 'repair');
    expect(lastAction()).toMatchObject({ incident: 20, ask: { kind: 'repair' } });
    expect(JSON.stringify(tap.body)).toContain('1 to 1 of 1');
    expect(JSON.stringify(tap.body)).toContain('Repaired. Defender done, Sentinel waiting.');
  });

  it('repairs each incident of one list, though all were pressed on the same card', async () => {
    drifting(3);
    const list = await shown(world.people.raj, 'drift');
    const base = world.teams.activityBase(world.people.raj, world.channel, list.rootId);
    const buttons = buttonsOf(list.card!, 'execute');
    const before = world.desk.acted.length;
    for (const { data } of buttons) {
      const action = { type: 'Action.Execute', verb: 'repair', data };
      await world.teams.post({ ...base, type: 'invoke', name: 'adaptiveCard/action', value: { action } });
    }
    expect(world.desk.acted.slice(before).map(({ incident }) => incident)).toEqual([20, 22]);
  });

  it('is told to responders, where incidents may be told', async () => {
    drifting(1);
    expect((await answer(world.people.mira, 'drift')).code).toBe('role_required');
    const said = await world.teams.say(world.people.raj, world.unbound, 'drift');
    expect(codeIn((await world.answerTo(said)).card)).toBe('unbound_conversation');
  });

  it('is not shown to a viewer who makes a refresh of another card ask for it', async () => {
    drifting(1);
    world.desk.add(aView({ number: 7, announced: false }));
    const card = await shown(world.people.mira, 'show 7');
    const { data } = (card.card as { refresh: { action: { data: object } } }).refresh.action;
    const action = { type: 'Action.Execute', verb: 'refresh', data: { ...data, surface: 'drift', offset: 0 } };
    const base = world.teams.activityBase(world.people.mira, world.channel, card.rootId);
    const { body } = await world.teams.post({
      ...base,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action },
    });
    expect(JSON.stringify(body)).toContain('#7');
    expect(JSON.stringify(body)).not.toContain('#20');
  });
});

test('the status tells the mode and why, what holds it back, and what to look at', async () => {
  world.desk.holds = [{ kind: 'paused', since: '2026-11-22T09:00:00Z', by: 'Ana' }];
  world.desk.trouble = [
    {
      key: 'k',
      connectionId: 'tenant|workspace',
      cause: { kind: 'deadLetter', incident: 7, side: 'sentinel' },
      connection: 'workspace',
      sentence: '#7 could not be written to Sentinel: 400',
      advice: 'Say `sync retry #7`.',
      since: '2026-11-22T09:00:00Z',
    },
  ];
  world.desk.add(aView({ number: 7, announced: false, drift: [aDriftLine()] }));
  const { text } = await answer(world.people.raj, 'sync status');
  world.desk.trouble = [];
  for (const part of ['bridge. SYNC\\\\_MODE is bridge.', 'Held.', 'Drift: 1 difference.', '#7 could not be written'])
    expect(text).toContain(part);
});
