import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { listDrift } from './list-drift.ts';
import type { RehearsalReport } from '../ports/desk.ts';

const MOST_EXAMPLES = 10;

/** What a rehearsing connection would write if an admin said `sync go`; null when it does not rehearse. */
export async function reportRehearsal(context: SyncContext): Promise<RehearsalReport | null> {
  const { connectionId, name, store } = context;
  const { holds } = (await store.connection(connectionId))!;
  if (!holds.some(({ kind }) => kind === 'rehearsal')) return null;
  const proposals = await store.proposals(connectionId);
  const count = (kind: string, side?: Side) =>
    proposals.filter(({ work, side: onto }) => work.kind === kind && (side === undefined || onto === side)).length;
  const drift = await listDrift(context);
  const { total } = await store.listLinks({ connectionId, limit: 0, offset: 0 });
  return {
    connectionId,
    name,
    linked: total,
    twins: count('create'),
    writes: { defender: count('field', 'defender'), sentinel: count('field', 'sentinel') + count('story') },
    comments: count('comment'),
    questions: drift.filter(({ repair, why }) => repair === null && why.startsWith('Both sides')).length,
    examples: drift.filter(({ what }) => what !== 'twin').slice(0, MOST_EXAMPLES),
  };
}
