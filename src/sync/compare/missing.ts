import { SIDES, SIDE_NAMES } from '../../incident/side.ts';
import type { Side } from '../../incident/side.ts';
import { auditOfSync } from '../audit-row.ts';
import type { SyncContext } from '../context.ts';
import type { Link } from '../link.ts';
import { recordOf } from '../link.ts';
import { recordObservation } from '../observe/record-observation.ts';
import type { OnChanged } from '../observe/take-in.ts';
import { isoNow } from '../ports/clock.ts';
import type { Connection, Records } from '../ports/records.ts';
import { Unanswered } from '../unanswered.ts';
import { replaceIntent } from '../replace-intent.ts';
import { standAlone } from '../write/stand-alone.ts';

/**
 * "Not found" may be a lost permission, a side that is being moved, or a moment: an incident is believed to be gone
 * when its side has said so three times, with these pauses between.
 */
const PAUSES_SECONDS = [600, 3600];
const CONFIRMATIONS = PAUSES_SECONDS.length + 1;

/** A side says that it does not have an incident. Nothing is deleted anywhere on that account, now or later. */
export async function noteMissing(context: SyncContext, number: number, side: Side): Promise<void> {
  await context.store.transaction(async (records) => {
    // Nothing is concluded from a side that is empty all of a sudden until an admin has looked at it.
    if (isFoundEmpty((await records.connection(context.connectionId))!, side)) return;
    const link = await records.link(number);
    const record = link === null ? null : recordOf(link, side);
    if (link === null || record === null || record.goneSince !== null) return;
    const now = isoNow(context.clock);
    // Whoever asks sooner than that is told the same thing once more.
    if (record.missing !== null && record.missing.nextAt > now) return;
    const times = (record.missing?.times ?? 0) + 1;
    const pause = PAUSES_SECONDS[times - 1] ?? 0;
    const nextAt = new Date(context.clock.now().getTime() + pause * 1000).toISOString();
    record.missing = { ...record.missing, times, since: record.missing?.since ?? now, nextAt };
    if (times >= CONFIRMATIONS) await entomb(records, link, side, now);
    await records.saveLink(link);
  });
}

/**
 * Asks again for incidents a side said it does not have. One that cannot be read keeps back no other. Costs nothing while
 * there are none.
 */
export async function confirmMissing(context: SyncContext, onChanged: OnChanged): Promise<void> {
  const now = isoNow(context.clock);
  const connection = (await context.store.connection(context.connectionId))!;
  const sides = SIDES.filter((side) => !isFoundEmpty(connection, side));
  const unanswered = { defender: new Unanswered(), sentinel: new Unanswered() };
  const silent = new Set<Side>();
  for (const number of await context.store.missingLinks(context.connectionId)) {
    const link = (await context.store.link(number))!;
    for (const side of sides) {
      const record = recordOf(link, side);
      if (record === null || record.missing === null || record.goneSince !== null || record.missing.nextAt > now)
        continue;
      if (silent.has(side)) continue;
      try {
        const observation = await context[side].get(side === 'defender' ? link.defenderId! : link.sentinelName!);
        if (observation === null) await noteMissing(context, number, side);
        else await context.store.transaction((records) => recordObservation(records, context, side, observation));
        unanswered[side].note(null);
        onChanged(number);
      } catch (error) {
        context.log.warn({ side, link: number, err: error }, 'what is missing cannot be asked for; it is asked again');
        if (unanswered[side].note(error)) silent.add(side);
      }
    }
  }
}

/** An admin is asked whether it may be that the side lists nothing. */
function isFoundEmpty({ holds }: Connection, side: Side): boolean {
  return holds.some((hold) => hold.kind === 'emptySide' && hold.side === side);
}

/** The last state is kept, nothing is written there any more, and nothing is deleted on the other side. */
async function entomb(records: Records, link: Link, side: Side, now: string): Promise<void> {
  const record = recordOf(link, side)!;
  record.goneSince = now;
  // There are no two values any more to differ, or to choose from.
  link.questions = {};
  link.disagreements = {};
  for (const intent of [...(await records.wantedIntents(link.number)), ...(await records.deadIntents(link.number))])
    if (intent.side === side) {
      await replaceIntent(records, intent, now, `${SIDE_NAMES[side]} no longer has it`);
      await standAlone(records, link, intent);
    }
  if (link.standing === 'linked' && SIDES.every((one) => recordOf(link, one)?.goneSince !== null))
    link.standing = 'gone';
  link.version += 1;
  const detail = { missingSince: record.missing?.since };
  await records.appendAudit(auditOfSync(now, link.number, 'gone', `gone:${side}`, detail));
}
