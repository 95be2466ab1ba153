import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { compareTimestamps } from '../../src/incident/timestamp.ts';
import type { FaultSwitch } from '../../src/simulator/faults.ts';
import { deviceEvidence, urlEvidence } from '../../src/simulator/graph/evidence.ts';
import type { Incident } from '../../src/simulator/graph/incident.ts';
import type { IncidentInput } from '../../src/simulator/graph/raise-incident.ts';
import type { DefenderPort, ObservedPage } from '../../src/sync/ports/side-port.ts';
import type { SimulatedDefender } from './simulated-defender.ts';

/** A Defender under one of its APIs, and the adapter for it. */
export interface DefenderUnderTest {
  world: SimulatedDefender;
  faults: FaultSwitch;
  /** A new adapter, which has learnt nothing yet. */
  port(): DefenderPort;
  /** What this API takes at most on a page. */
  pageSize: number;
  takesSeverity: boolean;
  keepsClosingNote: boolean;
  /** A refusal to serve for so many seconds, in this service's own form. */
  throttled(seconds: number): { body?: object; headers?: Record<string, string> };
}

const hostOf = (name: string) => deviceEvidence(`${name}.corp.example`);
const LONG_AGO = '2020-01-01T00:00:00Z';
const ANA = 'ana.diaz@contoso.example';
const closed: State = {
  status: 'closed',
  classification: 'truePositive',
  determination: 'phishing',
  reason: null,
  note: 'mail removed',
};

/** What every adapter for Defender owes the sync, tried against a service that checks everything. */
export function describeDefenderPort(name: string, start: () => Promise<DefenderUnderTest>): void {
  describe(name, () => {
    let defender: DefenderUnderTest;

    beforeEach(async () => {
      defender = await start();
    });
    afterEach(() => defender.world.stop());

    const portal = () => defender.world.microsoft.defender;
    const raise = (title: string, more: Partial<IncidentInput> = {}) =>
      portal().raiseIncident({ title, severity: 'medium', alerts: [], ...more }).id;
    const shown = (state: State): State => (defender.keepsClosingNote ? state : { ...state, note: '' });

    async function pages(since: string, openOnly = false): Promise<ObservedPage[]> {
      const all: ObservedPage[] = [];
      for await (const page of defender.port().listModified({ since, openOnly })) all.push(page);
      return all;
    }
    const observed = (all: readonly ObservedPage[]) =>
      all.flatMap(({ observations }) => observations.map(({ incident }) => incident));
    const ids = (all: readonly ObservedPage[]) => [...new Set(observed(all).map(({ id }) => id))];

    describe('alerts', () => {
      const alert = (title: string, severity = 'low') => ({
        title,
        severity,
        evidence: [urlEvidence(`https://${title}`)],
      });

      test('are those of the incident, with what they are about', async () => {
        raise('another', { alerts: [alert('not-mine')] });
        const id = raise('mine', { alerts: [alert('one'), { ...alert('two', 'high'), evidence: [hostOf('fin-07')] }] });
        const { alerts, more, unreadable } = await defender.port().listAlerts(id);
        expect([more, unreadable]).toEqual([false, []]);
        expect(alerts.map(({ title, severity, status }) => [title, severity, status])).toEqual([
          ['one', 'low', 'new'],
          ['two', 'high', 'new'],
        ]);
        expect(alerts.map(({ product }) => product)).toEqual(Array(2).fill('Microsoft Defender for Endpoint'));
        const [url, host] = alerts.map(({ entities }) => entities[0]!);
        expect(url).toMatchObject({ kind: 'URL', fields: { Url: 'https://one' } });
        expect(host).toMatchObject({
          kind: 'Host',
          fields: {
            HostName: 'fin-07',
            DnsDomain: 'corp.example',
            OSFamily: 'Windows',
            RiskScore: expect.stringMatching(/high/i),
          },
        });
      });

      test('beyond a hundred and fifty are not described, and said to be there', async () => {
        const id = raise('many', { alerts: Array.from({ length: 151 }, (_, n) => alert(`a${n}`)) });
        const { alerts, more } = await defender.port().listAlerts(id);
        expect([alerts.length, more]).toEqual([150, true]);
      });

      test('of an incident without any are none', async () => {
        expect(await defender.port().listAlerts(raise('bare'))).toEqual({ alerts: [], more: false, unreadable: [] });
      });
    });

    describe('listing', () => {
      test('tells what was modified at a time or after it, and each of them whole', async () => {
        raise('before');
        const at = raise('at that time', { customTags: ['vip'], assignedTo: ANA });
        const after = raise('after');
        const since = portal().get(at).lastUpdateDateTime;
        const all = await pages(since);
        expect(ids(all)).toEqual([at, after]);
        expect(observed(all)[0]).toMatchObject({
          title: 'at that time',
          severity: 'medium',
          state: openState('new'),
          owner: { upn: ANA },
          tags: ['vip'],
          comments: [],
          modifiedAt: since,
        });
      });

      test('leaves out closed and merged incidents where only open ones are asked for', async () => {
        const [open, active, done] = [raise('open'), raise('active'), raise('done')];
        const [merged, survivor] = [raise('merged'), raise('survivor')];
        portal().edit(active, { status: 'inProgress' }, ANA);
        portal().edit(done, { status: 'resolved' }, ANA);
        portal().merge(merged, survivor);
        expect(ids(await pages(LONG_AGO, true))).toEqual([open, active, survivor]);
      });

      test('a quiet cycle is one request', async () => {
        const id = raise('quiet');
        await pages(portal().get(id).lastUpdateDateTime);
        await pages('2099-01-01T00:00:00Z');
        expect(defender.world.traffic).toEqual({ reads: 2, writes: 0 });
      });

      test('goes through many pages, oldest modification first, and misses none', async () => {
        const raised = Array.from({ length: defender.pageSize * 3 + 20 }, (_, n) => raise(`storm ${n}`));
        for (const id of raised.slice(0, 30)) portal().edit(id, { customTags: ['late'] }, ANA);
        const all = await pages(LONG_AGO);
        expect(ids(all).toSorted()).toEqual(raised.toSorted());
        const times = observed(all).map(({ modifiedAt }) => modifiedAt);
        expect(times).toEqual(times.toSorted(compareTimestamps));
      });

      test('a time that more incidents share than a page holds is read whole', async () => {
        const at = '2026-01-05T10:00:00.5233333Z';
        const created = (n: number) => new Date(Date.UTC(2026, 0, 4, 0, 0, n)).toISOString();
        const tied = Array.from({ length: defender.pageSize + 30 }, (_, n) =>
          raise(`tied ${n}`, { createdDateTime: created(n), lastUpdateDateTime: at }),
        );
        const around = ['2026-01-05T09:00:00Z', '2026-01-05T10:00:00.5233334Z'].map((time) =>
          raise('beside', { createdDateTime: created(0), lastUpdateDateTime: time }),
        );
        expect(ids(await pages(LONG_AGO)).toSorted()).toEqual([...tied, ...around].toSorted());
        expect(ids(await pages(at))).toHaveLength(tied.length + 1);
      });

      test.each([
        ['all', false],
        ['the open ones', true],
      ])('an edit while %s are being listed hides nothing', async (_what, openOnly) => {
        const raised = Array.from({ length: defender.pageSize * 2 + 30 }, (_, n) => raise(`edited ${n}`));
        let turn = 0;
        defender.world.beforeRequest = () => {
          // Always the one that was edited longest ago, and one that nobody has touched yet.
          for (const id of [raised[turn % 5]!, raised.at(-1 - turn)!]) {
            portal().edit(id, { customTags: [`turn ${turn}`] }, ANA);
          }
          // It leaves the list of open ones, and all behind it move up.
          portal().edit(raised[50 + turn]!, { status: 'resolved' }, ANA);
          turn += 1;
        };
        const last = new Map(observed(await pages(LONG_AGO, openOnly)).map((incident) => [incident.id, incident]));
        for (const id of raised) {
          const { status, customTags } = portal().get(id);
          if (status === 'resolved' && openOnly) continue;
          expect([id, last.get(id)?.tags]).toEqual([id, customTags]);
        }
      });

      test('an item that is no incident is set apart with its id and time, and the page goes on', async () => {
        const [good, bad] = [raise('good'), raise('bad')];
        portal().force(bad, { displayName: 5 } as unknown as Partial<Incident>, ANA);
        const all = await pages(LONG_AGO);
        expect(ids(all)).toEqual([good]);
        expect(all.flatMap(({ unreadable }) => unreadable)).toEqual([
          { id: bad, modifiedAt: portal().get(bad).lastUpdateDateTime, reason: expect.any(String) },
        ]);
        await expect(defender.port().get(bad)).rejects.toMatchObject({ code: 'unreadable' });
      });

      test('values nobody has heard of are read as what they are closest to', async () => {
        const id = raise('from a later release');
        portal().force(id, { status: 'awaitingAction', severity: 'catastrophic', classification: 'new' }, ANA);
        expect(observed(await pages(LONG_AGO))[0]).toMatchObject({ severity: 'unknown', state: openState('active') });
      });

      test('an answer the service calls incomplete is passed on as such', async () => {
        raise('one');
        const { graph, legacyDefender } = defender.world.microsoft;
        graph.behaviour.partialLists = 1;
        legacyDefender.behaviour.partialLists = 1;
        expect((await pages(LONG_AGO)).map(({ partial }) => partial)).toEqual([true]);
      });
    });

    describe('reading one', () => {
      test('tells it with its comments, and none for an id that nobody has', async () => {
        const port = defender.port();
        const id = raise('one');
        portal().comment(id, 'from the portal', ANA);
        expect((await port.get(id))?.incident).toMatchObject({
          id,
          comments: [{ id: null, author: ANA, text: 'from the portal' }],
          commentCount: 1,
        });
        expect(await port.get('999999')).toBeNull();
      });

      test.each(['../incidents', 'a b', '1;2', '%2e%2e', '4101/comments'])('nobody has the id %s', async (id) => {
        raise('one');
        await expect(defender.port().get(id)).resolves.toBeNull();
      });

      test('a merged incident is closed and points to its survivor', async () => {
        const [source, target] = [raise('folded in'), raise('survivor')];
        portal().merge(source, target);
        expect((await defender.port().get(source))?.incident).toMatchObject({
          mergedInto: target,
          state: { status: 'closed' },
        });
      });
    });

    describe('writing', () => {
      test('each field by itself, and the others stay', async () => {
        const port = defender.port();
        const id = raise('fields');
        await port.update(id, { tags: ['vip', 'Größe'] });
        await port.update(id, { owner: { upn: ANA, objectId: 'x', name: 'Ana' } });
        const { incident } = await port.update(id, { state: openState('active') });
        expect(incident).toMatchObject({
          tags: ['vip', 'Größe'],
          owner: { upn: ANA, objectId: null, name: null },
          state: openState('active'),
          severity: 'medium',
          title: 'fields',
        });
        expect((await port.update(id, { owner: null, tags: [] })).incident).toMatchObject({ owner: null, tags: [] });
        expect((await port.get(id))?.incident).toMatchObject({ owner: null, tags: [], state: openState('active') });
      });

      test.each<[State['classification'], State['determination']]>([
        ['truePositive', 'multiStagedAttack'],
        ['truePositive', 'maliciousUserActivity'],
        ['truePositive', 'compromisedAccount'],
        ['truePositive', 'malware'],
        ['truePositive', 'unwantedSoftware'],
        ['truePositive', 'other'],
        ['falsePositive', 'notMalicious'],
        ['falsePositive', 'notEnoughDataToValidate'],
        ['falsePositive', 'other'],
        ['benignPositive', 'securityTesting'],
        ['benignPositive', 'lineOfBusinessApplication'],
        ['benignPositive', 'confirmedActivity'],
        ['undetermined', null],
      ])('a closure as %s / %s is one request and one unit', async (classification, determination) => {
        const state = { ...closed, classification, determination };
        const id = raise('to be closed');
        expect((await defender.port().update(id, { state })).incident.state).toEqual(shown(state));
        expect(defender.world.traffic).toEqual({ reads: 0, writes: 1 });
        expect(portal().get(id)).toMatchObject({ status: 'resolved', determination: determination ?? 'unknown' });
      });

      test('reopening clears the closure', async () => {
        const port = defender.port();
        const id = raise('reopened');
        await port.update(id, { state: closed });
        expect((await port.update(id, { state: openState('active') })).incident.state).toEqual(openState('active'));
        expect(portal().get(id)).toMatchObject({ classification: 'unknown', determination: 'unknown' });
      });

      test('an early classification of an open incident outlives its being set active', async () => {
        const port = defender.port();
        const id = raise('classified early');
        portal().edit(id, { classification: 'truePositive', determination: 'malware' }, ANA);
        await port.get(id);
        await port.update(id, { state: openState('active') });
        expect(portal().get(id)).toMatchObject({
          status: 'inProgress',
          classification: 'truePositive',
          determination: 'malware',
        });
      });

      test('a severity is written, or refused by name while the rest is written', async () => {
        const port = defender.port();
        const id = raise('severe');
        const { incident } = await port.update(id, { severity: 'high', tags: ['kept'] });
        expect(incident).toMatchObject({ severity: defender.takesSeverity ? 'high' : 'medium', tags: ['kept'] });
        const alone = port.update(id, { severity: 'low' });
        if (defender.takesSeverity) {
          expect((await alone).incident.severity).toBe('low');
          expect(port.refusedProperties()).toEqual([]);
        } else {
          await expect(alone).rejects.toMatchObject({ code: 'invalid', property: 'severity', inDoubt: false });
          expect(port.limits()).toContain('severity');
        }
      });

      test('nothing to change is a reading', async () => {
        const id = raise('as it is');
        expect((await defender.port().update(id, {})).incident.title).toBe('as it is');
        expect(defender.world.traffic).toEqual({ reads: 1, writes: 0 });
      });

      test('an incident that is not there is said not to be there', async () => {
        await expect(defender.port().update('999999', { tags: [] })).rejects.toMatchObject({ code: 'notFound' });
        await expect(defender.port().addComment('999999', 'x')).rejects.toMatchObject({ code: 'notFound' });
      });

      test('a merged incident takes no change', async () => {
        const [source, target] = [raise('folded in'), raise('survivor')];
        portal().merge(source, target);
        await expect(defender.port().update(source, { tags: ['x'] })).rejects.toMatchObject({ code: 'invalid' });
      });
    });

    describe('comments', () => {
      test('are appended, and all of them are answered, oldest first', async () => {
        const port = defender.port();
        const id = raise('talked about');
        portal().comment(id, 'first, from the portal', ANA);
        await port.addComment(id, 'second\nover two lines');
        portal().comment(id, 'third', ANA);
        const comments = await port.addComment(id, '<b>fourth</b> "quoted"');
        expect(comments.map(({ author, text }) => [author, text])).toEqual([
          [ANA, 'first, from the portal'],
          ['Dragoman', 'second\nover two lines'],
          [ANA, 'third'],
          ['Dragoman', '<b>fourth</b> "quoted"'],
        ]);
        expect((await port.get(id))?.incident.comments).toEqual(comments);
      });

      test('a comment changes nothing else', async () => {
        const id = raise('talked about', { customTags: ['vip'], assignedTo: ANA });
        await defender.port().addComment(id, 'hello');
        expect(portal().get(id)).toMatchObject({ customTags: ['vip'], assignedTo: ANA, status: 'active' });
      });
    });

    describe('when things go wrong', () => {
      test('a throttled write is not in doubt, and says how long to wait', async () => {
        const id = raise('busy');
        const busy = { kind: 'status', status: 429, times: 2, ...defender.throttled(37) } as const;
        defender.faults.fail(busy as Parameters<FaultSwitch['fail']>[0]);
        const expected = { code: 'throttled', retryAfterSeconds: 37, inDoubt: false };
        await expect(defender.port().update(id, { tags: ['x'] })).rejects.toMatchObject(expected);
        await expect(defender.port().addComment(id, 'x')).rejects.toMatchObject(expected);
        expect(portal().get(id)).toMatchObject({ customTags: [], comments: [] });
      });

      test('a lost answer leaves a comment in doubt, and it is there once', async () => {
        const port = defender.port();
        const id = raise('lost');
        defender.faults.fail({ kind: 'dropResponse' });
        await expect(port.addComment(id, 'lost')).rejects.toMatchObject({ code: 'unreachable', inDoubt: true });
        expect((await port.get(id))?.incident.comments?.map(({ text }) => text)).toEqual(['lost']);
      });

      test('a lost answer leaves an update in doubt', async () => {
        const id = raise('lost');
        defender.faults.fail({ kind: 'dropResponse' });
        await expect(defender.port().update(id, { state: closed })).rejects.toMatchObject({ inDoubt: true });
        expect(portal().get(id).status).toBe('resolved');
      });

      test.each([
        ['html', 'unreadable'],
        ['malformed', 'unreadable'],
        ['errorBody200', 'unreadable'],
      ] as const)('%s is %s, for one and for many', async (kind, code) => {
        const id = raise('garbled');
        defender.faults.fail({ kind, times: 2 });
        await expect(defender.port().get(id)).rejects.toMatchObject({ code });
        await expect(pages(LONG_AGO)).rejects.toMatchObject({ code });
      });

      test('a list that breaks off in the middle is an error, and not a short list', async () => {
        Array.from({ length: defender.pageSize * 2 }, (_, n) => raise(`cut ${n}`));
        let requests = 0;
        defender.world.beforeRequest = () => {
          requests += 1;
          if (requests === 2) defender.faults.down = true;
        };
        await expect(pages(LONG_AGO)).rejects.toMatchObject({ code: 'server' });
      });

      test('an application without the permission is told so', async () => {
        const { azure } = defender.world.microsoft.apps;
        azure.graphRoles = ['SecurityIncident.Read.All'];
        azure.defenderRoles = ['Incident.Read.All'];
        const port = defender.port();
        const id = raise('look, do not touch');
        expect((await port.get(id))?.incident.id).toBe(id);
        await expect(port.update(id, { tags: [] })).rejects.toMatchObject({ code: 'forbidden', inDoubt: false });
      });
    });
  });
}
