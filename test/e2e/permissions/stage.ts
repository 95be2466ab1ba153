import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deviceEvidence } from '../../../src/simulator/graph/evidence.ts';
import { anonymousPerson, federatedPerson, otherBot, personOf } from '../../../src/simulator/teams/person.ts';
import type { Person } from '../../../src/simulator/teams/person.ts';
import { cardOf } from '../../../src/simulator/teams/message.ts';
import type { Message } from '../../../src/simulator/teams/message.ts';
import { objectAt } from '../../../src/simulator/teams/json.ts';
import type { JsonObject } from '../../../src/simulator/teams/json.ts';
import { FORM_VERBS } from '../../../src/cards/card-data.ts';
import { buttonNamed } from '../../support/card-stage.ts';
import { codeIn } from '../../support/chat-world.ts';
import { dataOf, eventually, startStage } from '../stage.ts';
import { COMMAND_TABLE, SUBJECTS } from './table.ts';
import type { Subject, VerbRow, Who, Written } from './table.ts';

/** A row of the audit, as far as the table says what it must be. */
export interface Expected {
  /** Their object id, or their name where they have none. */
  who: string;
  action: string;
  incident: number | null;
  outcome: string;
}

/** The real process, rehearsing, with everybody in its channel, roles by configuration, grant and group, and incidents. */
export async function openPermissionStage() {
  let databaseUrl = '';
  const stage = await startStage(({ teams, microsoft, environment }) => {
    const { tenantId } = teams.state;
    // The manager is one by a group, in a group within it.
    const within = { id: '0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a0e1', displayName: 'SOC managers', mail: null };
    const [soc] = microsoft.tenant.groups;
    soc!.memberIds = [within.id];
    microsoft.tenant.groups.push({ ...within, memberIds: [teams.person('Mira').objectId!] });
    teams.addPerson(federatedPerson('Eve Stone', 'eve@other.example'));
    teams.addPerson(anonymousPerson('Vic Torres', tenantId));
    teams.addPerson(otherBot('Otto', tenantId));
    const userPrincipalName = 'kim.novak@contoso.example';
    const id = '0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a0aa';
    teams.addPerson(personOf({ id, displayName: 'Kim Novak', userPrincipalName }, tenantId));
    const admins = teams.addTeam('Administration', ['Admins'], teams.state.people);
    teams.limits.enabled = false;
    databaseUrl = environment()['DATABASE_URL']!;
    const rota = join(dirname(databaseUrl.slice('file:'.length)), 'oncall.json');
    writeFileSync(rota, JSON.stringify(rotaOf(teams.person('Raj'))));
    return {
      SYNC_START: 'rehearse',
      ROLE_GROUPS: `manager=${soc!.id}`,
      CONFLICT_POLICY: 'state=ask,severity=ask',
      ONCALL_FILE: rota,
      ADMIN_CHANNEL: teams.channel(admins, 'Admins').id,
    };
  });
  const { teams, channel, admin, simulator } = stage;
  const { microsoft } = simulator;
  const people: Record<Who, Person> = {
    'nobody in particular': teams.person('Kim'),
    guest: teams.person('Sam'),
    'other tenant': teams.person('Eve'),
    visitor: teams.person('Vic'),
    'another bot': teams.person('Otto'),
    viewer: teams.person('Lee'),
    manager: teams.person('Mira'),
    responder: teams.person('Raj'),
    lead: teams.person('Jo'),
    admin,
  };
  const adminTeam = teams.state.teams.find(({ name }) => name === 'Administration')!;
  const adminChannel = teams.channel(adminTeam, 'Admins');
  await teams.install(adminTeam, admin);

  const expected: (Expected & { writes: readonly string[] })[] = [];
  function expectAudited(who: Who, action: string, incident: number | null, outcome: string, writes = NONE): void {
    expected.push({ who: people[who].objectId ?? people[who].name, action, incident, outcome, writes });
  }

  const numbers = new Map<string, number>();
  const twins = new Map<string, string>();
  const titleOf = (subject: Subject) => `The ${subject} one`;
  const names = new Map<Subject, { defenderId: string; card: string }>();
  const other = (who: Who) => people[who === 'lead' ? 'responder' : 'lead'];
  const worded = (text: string, who: Who) =>
    text
      .replaceAll('{who}', who)
      .replaceAll('{otherId}', other(who).objectId!)
      .replaceAll('{other}', other(who).name)
      .replaceAll(/#([a-z]+)/g, (_all, name: string) => `#${numbers.get(name)}`);

  /** Says it, and returns the answer in its thread. */
  async function say(who: Who, text: string): Promise<Message> {
    const typed = worded(text, who);
    const mentions = teams.state.people.filter(({ name }) => typed.includes(`@${name}`));
    const said = await teams.say(people[who], channel, typed, { mentions });
    return teams.until(() =>
      teams.state.messages.findLast(({ from, rootId }) => from === 'bot' && rootId === said.message.id),
    );
  }

  /** Says it as somebody who may, and waits until it is written. */
  async function done(who: Who, text: string, subject?: Subject): Promise<Message> {
    const row = COMMAND_TABLE[Object.keys(COMMAND_TABLE).findLast((name) => `${text} `.startsWith(`${name} `))!]!;
    const answer = await written(`${text}, ${who}`, row.writes ?? [], () => say(who, text));
    expect([text, who, codeIn(answer.activity)]).toEqual([text, who, null]);
    const item = /^bulk (\w+)/.exec(text)?.[1];
    if (item !== undefined) expectAudited(who, item, numberOf('main'), 'accepted', row.writes);
    const about = /#([a-z]+)/.exec(text)?.[1] ?? subject ?? row.about;
    const incident = row.about === undefined ? null : numbers.get(about!)!;
    if (row.audit !== null)
      expectAudited(who, row.audit, incident, 'accepted', item === undefined ? tracedTo(row) : NONE);
    return answer;
  }

  /** Does it, and waits until each of these systems was written to. */
  async function written<T>(what: string, sides: readonly Written[], work: () => Promise<T>): Promise<T> {
    const before = requests();
    const answer = await work();
    await eventually(async () => {
      const now = requests();
      const untouched = sides.filter((side) => now[side] === before[side]);
      expect([what, untouched]).toEqual([what, []]);
    });
    return answer;
  }

  /** Requests so far that were not reads. */
  function requests() {
    const count = (all: readonly { method: string }[]) => all.filter(({ method }) => method !== 'GET').length;
    return { defender: count(microsoft.graph.server.requests), sentinel: count(microsoft.arm.server.requests) };
  }

  function numberOf(subject: Subject | undefined): number | null {
    return subject === undefined ? null : numbers.get(subject)!;
  }

  /** The subject's card as it is in front of that person, just refreshed. */
  async function cardFor(who: Who, subject: Subject): Promise<{ id: string }> {
    const { card } = names.get(subject)!;
    await teams.refresh(people[who], { id: card });
    return { id: card };
  }

  const cardMessage = (subject: Subject) => teams.state.messages.find(({ id }) => id === names.get(subject)!.card)!;
  /** Other things are told there too, in any order. */
  const report = () =>
    teams.state.messages.find(
      ({ conversationId, from, activity }) =>
        from === 'bot' && conversationId === adminChannel.id && JSON.stringify(activity).includes('Rehearsal'),
    )!;

  /** Presses it with the data of a card that shows something else, as a program can. */
  async function pressAnyway(who: Who, verb: string, { about, inputs = {} }: VerbRow): Promise<unknown> {
    const [place, message] = verb === 'syncGo' ? [adminChannel, report()] : [channel, cardMessage(about ?? 'main')];
    const sealed =
      verb === 'syncGo'
        ? buttonNamed(cardOf(message.activity)!, verb).data
        : about === undefined
          ? { offset: 0 }
          : dataOf({ card: cardOf(message.activity) });
    const data = { ...sealed, ...inputs, verb };
    const base = { ...teams.activityBase(people[who], place, message.rootId), type: 'invoke' };
    const isForm = FORM_VERBS.some((one) => one === verb);
    const action = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    const answer = await teams.post(
      isForm
        ? { ...base, name: 'task/submit', value: { data } }
        : { ...base, name: 'adaptiveCard/action', value: action },
    );
    return answer.body;
  }

  let turns = 0;
  /** Brings a subject to where there is a button for it. */
  async function bring(what: NonNullable<VerbRow['stage']>, subject: Subject): Promise<void> {
    const { defenderId } = names.get(subject)!;
    const sentinelName = twins.get(titleOf(subject))!;
    const inDefender = (changes: JsonObject) => microsoft.defender.edit(defenderId, changes, 'raj@contoso.com');
    const inSentinel = (changes: JsonObject) =>
      microsoft.sentinel.edit(sentinelName, changes, admin.userPrincipalName!);
    const isOdd = (turns += 1) % 2 === 1;
    switch (what) {
      case 'conflict':
        inDefender({ severity: isOdd ? 'low' : 'medium' });
        inSentinel({ severity: isOdd ? 'Informational' : 'High' });
        await done('admin', 'sync now');
        return;
      case 'state conflict':
        inDefender({ status: 'resolved', classification: 'falsePositive', determination: 'notMalicious' });
        inSentinel({ status: 'New' });
        await done('admin', 'sync now');
        return;
      case 'drift':
        await done('admin', 'sync pause');
        inDefender({ severity: isOdd ? 'low' : 'high' });
        await done('admin', 'sync now');
        return;
      case 'failure':
        microsoft.graph.faults.fail({
          kind: 'status',
          status: 400,
          times: 10,
          match: (method, path) => method === 'PATCH' && path.endsWith(`/${defenderId}`),
        });
        // Tried again, it is still that action's write.
        expectAudited('admin', 'tags', numberOf(subject), 'accepted', ['defender', 'failed:defender', 'sentinel']);
        expect(JSON.stringify((await say('admin', `tag #${subject} +refused-${turns}`)).activity)).toContain('failed');
        microsoft.graph.faults.clear();
        return;
      default:
        what satisfies never;
    }
  }

  /** Ends the rehearsal by its card's button, and waits until everything is carried. */
  async function ready(): Promise<void> {
    // Pressed before it told of all of them, it would be shown anew instead.
    await teams.until(() => JSON.stringify(report().activity).includes(`"${SUBJECTS.length}"`), 20_000);
    const tap = await teams.execute(admin, report(), 'syncGo');
    expect(codeIn(tap.body)).toBeNull();
    expectAudited('admin', 'sync go', null, 'accepted');
    await eventually(async () => expect(await stage.read.sentinelIncidents()).toHaveLength(SUBJECTS.length));
    await eventually(async () => {
      const metrics = await (await fetch(`${simulator.botUrl}/metrics`)).text();
      expect(metrics).toMatch(/^dragoman_intents_open\{.*\} 0$/m);
    });
    for (const twin of await stage.read.sentinelIncidents())
      twins.set(String(objectAt(twin, 'properties')['title']), String(twin['name']));
  }

  expectAudited('admin', 'bind', null, 'accepted');
  for (const who of ['viewer', 'responder', 'lead'] as const) await done('admin', `grant ${who} @${people[who].name}`);
  const alerts = [{ title: 'A beacon', evidence: [deviceEvidence('web-01.contoso.example')] }];
  for (const subject of SUBJECTS) {
    const severity = subject === 'high' ? 'high' : 'medium';
    const { id } = microsoft.defender.raiseIncident({ title: titleOf(subject), severity, alerts });
    names.set(subject, { defenderId: String(id), card: '' });
  }
  await done('admin', 'sync now');
  for (const [subject, { defenderId }] of names) {
    const card = await done('admin', `show ${defenderId}`);
    names.set(subject, { defenderId, card: card.id });
    numbers.set(subject, Number(dataOf({ card: cardOf(card.activity) })['incident']));
  }
  await teams.until(() => report(), 20_000);

  return {
    ...stage,
    people,
    say,
    worded,
    done,
    written,
    requests,
    numberOf,
    cardFor,
    pressAnyway,
    bring,
    ready,
    expectAudited,
    databaseUrl,
    expected: () => expected,
  };
}

const NONE: readonly string[] = [];

/** The writes that the audit has under the action itself. */
export function tracedTo({ stage, writes = [] }: Pick<VerbRow, 'stage' | 'writes'>): readonly string[] {
  return stage === 'failure' ? NONE : writes;
}

export type PermissionStage = Awaited<ReturnType<typeof openPermissionStage>>;

/** The people's rows of an exported audit, each with the systems that took what was asked. */
export function askedIn(rows: readonly JsonObject[]): (Expected & { writes: readonly string[] })[] {
  const ofPeople = rows.filter((row) => objectAt(row, 'actor')['kind'] === 'person');
  const isWrite = (row: JsonObject) => String(row['action']).startsWith('write ');
  return ofPeople
    .filter((row) => !isWrite(row))
    .map((row) => {
      const { actionId } = row;
      const written = actionId === null ? [] : rows.filter((one) => isWrite(one) && one['actionId'] === actionId);
      return {
        who: String(objectAt(row, 'actor')['objectId'] ?? objectAt(row, 'actor')['name']),
        action: String(row['action']),
        incident: row['incident'] as number | null,
        outcome: String(row['outcome']),
        writes: [...new Set(written.map((one) => String(one['outcome']).replace('written:', '')))].toSorted(),
      };
    });
}

/** Somebody is always on call, and told of nothing. */
function rotaOf({ name, objectId, userPrincipalName: upn }: Person) {
  const rotation = { people: [upn], from: '2026-01-05T09:00', handover: '0 9 * * 1' };
  return { people: [{ name, objectId, upn }], lead: upn, rotation, escalation: {} };
}
