import { auditOfIntent } from '../audit-row.ts';
import type { SyncContext } from '../context.ts';
import { foundOut } from '../history/event.ts';
import { HELD } from '../intent.ts';
import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { decideLink } from '../promise/decide-link.ts';
import { defenderStory } from '../story.ts';
import { standAlone } from './stand-alone.ts';

/**
 * One transaction on one link: what became known is noted, what was promised is settled, and the link is decided
 * on again at once, so that no observation waits for the next cycle. Makes no request. `work` returns the decisions
 * it dropped to have them made afresh.
 */
export async function settle(
  context: SyncContext,
  number: number,
  work: (records: Records, link: Link) => Promise<readonly Intent[] | void>,
): Promise<void> {
  await context.store.transaction(async (records) => {
    const link = await records.link(number);
    if (link === null) return;
    const again = (await work(records, link)) ?? [];
    await records.saveLink(link);
    await decideLink(records, context, number, { kind: 'change', again });
  });
}

const OUTCOMES = { done: 'written', superseded: 'replaced', overruled: 'overruled' } as const;

/** Marks an intent as done, if it still is promised, and writes the audit row that says so. */
export async function settleIntent(
  records: Records,
  context: SyncContext,
  intent: Intent,
  state: 'done' | 'superseded' | 'overruled',
  detail: object = {},
): Promise<void> {
  const at = isoNow(context.clock);
  await records.saveIntent({ ...intent, state, error: null, settledAt: at, attempts: intent.attempts + 1 });
  // What the sync decided is decided again; what somebody wanted does not vanish without a word.
  if (state === 'superseded' && intent.cause === 'sync') return;
  await records.appendAudit(auditOfIntent(intent, at, OUTCOMES[state], detail));
}

/** The side will not take it, and asking again would not change that: a person must look. The caller saves the link. */
export async function buryIntent(
  records: Records,
  context: SyncContext,
  link: Link,
  intent: Intent,
  error: string,
): Promise<void> {
  const at = isoNow(context.clock);
  const { work, cause } = intent;
  // Should it be asked for once more, it is asked of this side only.
  const alone = work.kind === 'field' && cause !== 'sync' ? { ...work, alone: true as const } : work;
  const asked = alone.kind === 'story' ? { ...alone, refused: defenderStory(link) } : alone;
  const settled = { settledAt: at, attempts: intent.attempts + 1 };
  await records.saveIntent({ ...intent, ...settled, work: asked, state: 'dead', error });
  await standAlone(records, link, intent);
  await records.appendAudit(auditOfIntent(intent, at, 'failed', { error }));
  const field = intent.work.kind === 'field' ? intent.work.field : null;
  await records.appendEvent(foundOut(link, at, { kind: 'failed', field, origin: intent.side, now: error }));
}

/** Notes something on an intent that may have been settled, replaced or held meanwhile; false when it was. */
export async function amendIntent(
  { store }: SyncContext,
  { id, link }: Intent,
  patch: Partial<Pick<Intent, 'work' | 'inDoubtSince'>>,
): Promise<boolean> {
  return store.transaction(async (records) => {
    const fresh = (await records.openIntents(link)).find((intent) => intent.id === id);
    if (fresh === undefined || fresh.notBefore === HELD) return false;
    await records.saveIntent({ ...fresh, ...patch });
    return true;
  });
}
