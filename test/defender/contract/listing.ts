import { openState } from '../../../src/incident/state.ts';
import { compareTimestamps } from '../../../src/incident/timestamp.ts';
import type { Incident } from '../../../src/simulator/graph/incident.ts';
import { ANA, LONG_AGO, ids, observed } from './trial.ts';
import type { Trial } from './trial.ts';

/** Lists of what changed. */
export function describeListing(trial: Trial): void {
  const { portal, raise, pages } = trial;

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
      expect(trial.defender.world.traffic).toEqual({ reads: 2, writes: 0 });
    });

    test('goes through many pages, oldest modification first, and misses none', async () => {
      const raised = Array.from({ length: trial.defender.pageSize * 3 + 20 }, (_, n) => raise(`storm ${n}`));
      for (const id of raised.slice(0, 30)) portal().edit(id, { customTags: ['late'] }, ANA);
      const all = await pages(LONG_AGO);
      expect(ids(all).toSorted()).toEqual(raised.toSorted());
      const times = observed(all).map(({ modifiedAt }) => modifiedAt);
      expect(times).toEqual(times.toSorted(compareTimestamps));
    });

    test('a time that more incidents share than a page holds is read whole', async () => {
      const at = '2026-01-05T10:00:00.5233333Z';
      const created = (n: number) => new Date(Date.UTC(2026, 0, 4, 0, 0, n)).toISOString();
      const tied = Array.from({ length: trial.defender.pageSize + 30 }, (_, n) =>
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
      const raised = Array.from({ length: trial.defender.pageSize * 2 + 30 }, (_, n) => raise(`edited ${n}`));
      let turn = 0;
      trial.defender.world.beforeRequest = () => {
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
      await expect(trial.defender.port().get(bad)).rejects.toMatchObject({ code: 'unreadable' });
    });

    test('values nobody has heard of are read as what they are closest to', async () => {
      const id = raise('from a later release');
      portal().force(id, { status: 'awaitingAction', severity: 'catastrophic', classification: 'new' }, ANA);
      expect(observed(await pages(LONG_AGO))[0]).toMatchObject({ severity: 'unknown', state: openState('active') });
    });

    test('an answer the service calls incomplete is passed on as such', async () => {
      raise('one');
      const { graph, legacyDefender } = trial.defender.world.microsoft;
      graph.behaviour.partialLists = 1;
      legacyDefender.behaviour.partialLists = 1;
      expect((await pages(LONG_AGO)).map(({ partial }) => partial)).toEqual([true]);
    });
  });
}
