import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { noteOverruled } from '../overruled/note-overruled.ts';
import type { ProposalQuery, Records } from '../ports/records.ts';

/** Proposals become promises, in the caller's transaction: from here on they are written. */
export async function releaseProposals(
  records: Records,
  connectionId: string,
  query: ProposalQuery,
  now: string,
): Promise<void> {
  for (const intent of await records.proposals(connectionId, query)) {
    if (intent.work.kind !== 'field' || intent.work.overruled === undefined) continue;
    const link = (await records.link(intent.link))!;
    await tellOverruled(records, link, intent);
    await records.saveLink(link);
    const { overruled: _told, ...work } = intent.work;
    await records.saveIntent({ ...intent, work });
  }
  await records.release(connectionId, query, now);
}

/** The change a promise overrules is told as lost only now: a proposal decides nothing. The caller saves the link. */
export async function tellOverruled(records: Records, link: Link, { rule, work }: Intent): Promise<void> {
  if (work.kind !== 'field' || work.overruled === undefined) return;
  const detail = { rule, lost: work.expected, kept: work.value };
  await noteOverruled(records, link, work.overruled, detail);
}
