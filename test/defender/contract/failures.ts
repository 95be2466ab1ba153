import type { FaultSwitch } from '../../../src/simulator/faults.ts';
import { LONG_AGO, closed } from './trial.ts';
import type { Trial } from './trial.ts';

/** Answers that are none. */
export function describeFailures(trial: Trial): void {
  const { portal, raise, pages } = trial;

  describe('when things go wrong', () => {
    test('a throttled write is not in doubt, and says how long to wait', async () => {
      const id = raise('busy');
      const busy = { kind: 'status', status: 429, times: 2, ...trial.defender.throttled(37) } as const;
      trial.defender.faults.fail(busy as Parameters<FaultSwitch['fail']>[0]);
      const expected = { code: 'throttled', retryAfterSeconds: 37, inDoubt: false };
      await expect(trial.defender.port().update(id, { tags: ['x'] })).rejects.toMatchObject(expected);
      await expect(trial.defender.port().addComment(id, 'x')).rejects.toMatchObject(expected);
      expect(portal().get(id)).toMatchObject({ customTags: [], comments: [] });
    });

    test('a lost answer leaves a comment in doubt, and it is there once', async () => {
      const port = trial.defender.port();
      const id = raise('lost');
      trial.defender.faults.fail({ kind: 'dropResponse' });
      await expect(port.addComment(id, 'lost')).rejects.toMatchObject({ code: 'unreachable', inDoubt: true });
      expect((await port.get(id))?.incident.comments?.map(({ text }) => text)).toEqual(['lost']);
    });

    test('a lost answer leaves an update in doubt', async () => {
      const id = raise('lost');
      trial.defender.faults.fail({ kind: 'dropResponse' });
      await expect(trial.defender.port().update(id, { state: closed })).rejects.toMatchObject({ inDoubt: true });
      expect(portal().get(id).status).toBe('resolved');
    });

    test.each([
      ['html', 'unreadable'],
      ['malformed', 'unreadable'],
      ['errorBody200', 'unreadable'],
    ] as const)('%s is %s, for one and for many', async (kind, code) => {
      const id = raise('garbled');
      trial.defender.faults.fail({ kind, times: 2 });
      await expect(trial.defender.port().get(id)).rejects.toMatchObject({ code });
      await expect(pages(LONG_AGO)).rejects.toMatchObject({ code });
    });

    test('a list that breaks off in the middle is an error, and not a short list', async () => {
      Array.from({ length: trial.defender.pageSize * 2 }, (_, n) => raise(`cut ${n}`));
      let requests = 0;
      trial.defender.world.beforeRequest = () => {
        requests += 1;
        if (requests === 2) trial.defender.faults.down = true;
      };
      await expect(pages(LONG_AGO)).rejects.toMatchObject({ code: 'server' });
    });

    test('an application without the permission is told so', async () => {
      const { azure } = trial.defender.world.microsoft.apps;
      azure.graphRoles = ['SecurityIncident.Read.All'];
      azure.defenderRoles = ['Incident.Read.All'];
      const port = trial.defender.port();
      const id = raise('look, do not touch');
      expect((await port.get(id))?.incident.id).toBe(id);
      await expect(port.update(id, { tags: [] })).rejects.toMatchObject({ code: 'forbidden', inDoubt: false });
    });
  });
}
