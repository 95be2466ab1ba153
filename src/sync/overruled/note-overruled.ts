import { auditOfSync } from '../audit-row.ts';
import { otherSide } from '../../incident/side.ts';
import type { State } from '../../incident/state.ts';
import { foundOut } from '../history/event.ts';
import { leadingIncident, recordOf } from '../link.ts';
import type { Link, Overruled } from '../link.ts';
import type { Records } from '../ports/records.ts';

/** How many sentences about lost changes a card keeps; the audit keeps them all. */
const MOST_SENTENCES = 5;

/** A change that lost is never forgotten: a line on the card, and a row of the audit. The caller saves the link. */
export async function noteOverruled(records: Records, link: Link, entry: Overruled, detail: object): Promise<void> {
  link.overruled = [entry, ...link.overruled].slice(0, MOST_SENTENCES);
  const { side, field, sentence, at } = entry;
  const before = field === 'state' ? stateKept(link, side) : null;
  await records.appendEvent(foundOut(link, at, { kind: 'overruled', field, before, now: sentence }));
  await records.appendAudit(
    auditOfSync(at, link.number, 'overrule', `overruled:${side}`, { field, sentence, ...detail }),
  );
}

/** What stands instead: the other side's state, or the present one where a wish from chat or a rule's lost. */
function stateKept(link: Link, lost: Overruled['side']): State | null {
  if (lost === 'chat' || lost === 'rule') return leadingIncident(link).state;
  return recordOf(link, otherSide(lost))?.observation.incident.state ?? null;
}
