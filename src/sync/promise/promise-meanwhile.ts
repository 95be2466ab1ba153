import type { SyncContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Connection, Records } from '../ports/records.ts';
import { countDecisions } from './count-decisions.ts';
import { tellOverruled } from './release-proposals.ts';

/**
 * Promises what was decided on a link between two cycles, in the caller's transaction, so that what a write or a click
 * brought to light need not wait. It counts all the same: with more than the limit since the last cycle the rest waits
 * for the next one, and so does what was proposed before (`known`, by id) and not counted yet. The caller saves the link.
 */
export async function promiseMeanwhile(
  records: Records,
  context: SyncContext,
  connection: Connection,
  link: Link,
  known: ReadonlySet<number>,
): Promise<void> {
  const proposals = (await records.wantedIntents(link.number)).filter(({ state }) => state === 'proposed');
  const isFresh = ({ id, passage }: Intent) => passage === 'uncounted' && !known.has(id);
  const decided = countDecisions(proposals.filter(isFresh), []);
  const decidedBetween = connection.decidedBetween + decided;
  const fits = decidedBetween <= context.settings.massChangeLimit;
  if (fits && decided > 0) await records.saveConnection({ ...connection, decidedBetween });
  for (const intent of proposals) {
    if (intent.passage === 'uncounted' && !(fits && isFresh(intent))) continue;
    await tellOverruled(records, link, intent);
    const { passage } = intent;
    await records.saveIntent({
      ...intent,
      work: withoutOverruled(intent.work),
      state: 'open',
      passage: passage === 'uncounted' ? 'counted' : passage,
      notBefore: isoNow(context.clock),
    });
  }
}

function withoutOverruled(work: Intent['work']): Intent['work'] {
  if (work.kind !== 'field') return work;
  const { overruled: _told, ...rest } = work;
  return rest;
}
