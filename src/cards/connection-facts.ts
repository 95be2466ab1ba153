import { SIDE_NAMES } from '../incident/side.ts';
import type { ConnectionStatus, SideHealth } from '../sync/ports/desk.ts';
import type { NativeLag } from '../sync/ports/records.ts';
import { whatWords } from './difference-words.ts';
import { markdownText } from './escape.ts';
import { formatDuration } from './format-duration.ts';
import { formatTime } from './format-time.ts';

const MOST_NAMED = 3;
/** Where less is left for others' words, one example is enough. */
const WHOLE_SENTENCE = 100;

/**
 * A connection as the facts of the status card. Values are markdown; others' words in them at most `longest` long. What
 * the lines above them say (`told`) is not said again.
 */
export function connectionFacts(
  one: ConnectionStatus,
  timeZone: string,
  { longest, told }: { longest: number; told: readonly string[] },
): { title: string; value: string }[] {
  const facts: [string, string | null][] = [
    ['Mode', `${one.mode}. ${markdownText(one.modeReason, longest)}`],
    ['Held back', heldBackWords(one, longest, told)],
    ['Last cycle', one.lastCycleAt === null ? 'not yet' : formatTime(one.lastCycleAt, timeZone)],
    ...one.sides.map((side): [string, string] => [
      SIDE_NAMES[side.side],
      healthWords(side, timeZone, faultWords(side, longest, told)),
    ]),
    ['Not taken', notTakenWords(one)],
    ['Waiting', String(one.openIntents)],
    ['Proposed', String(one.proposals)],
    ['Given up', String(one.deadIntents)],
    [
      'Differing',
      one.disagreeing === 0 ? '0' : `${one.disagreeing} ${one.disagreeing === 1 ? 'incident' : 'incidents'}`,
    ],
    ['Unreadable', unreadableWords(one, timeZone, longest)],
    ['Duplicates', duplicateWords(one)],
    ['Kept apart', apartWords(one)],
    ['Beside it', neighbourWords(one, longest)],
    ['Native lag', lagWords(one.nativeLag)],
    ['Quota left', quotaWords(one)],
  ];
  return facts.flatMap(([title, value]) => (value === null ? [] : [{ title, value }]));
}

function heldBackWords({ heldBack }: ConnectionStatus, longest: number, told: readonly string[]): string {
  if (heldBack === null) return 'no: changes are carried';
  return told.includes(heldBack) ? 'yes, see above' : markdownText(heldBack, longest);
}

/** `: ` and what the side answered, unless that stands above. */
function faultWords({ fault }: SideHealth, longest: number, told: readonly string[]): string {
  if (fault === null) return '';
  const isTold = told.some((text) => text.endsWith(fault));
  return isTold ? ', see above' : `: ${markdownText(fault.replace(/\.$/, ''), longest)}`;
}

function healthWords(side: SideHealth, timeZone: string, fault: string): string {
  const last = side.lastSuccessAt === null ? 'never read' : `last read ${formatTime(side.lastSuccessAt, timeZone)}`;
  if (side.fault === null) return side.lastSuccessAt === null ? 'not read yet' : `ok, ${last}`;
  if (side.held === 0) return `failing (${side.failures} in a row)${fault}; ${last}`;
  const from = side.cursor === null ? '' : ` on from ${formatTime(side.cursor, timeZone)}`;
  return `answers, but cannot be read${from} (${side.held} in a row)${fault}; ${last}`;
}

/** What cannot be read, by its id there, why, since when, and when it is tried again; the longest so first. */
function unreadableWords({ quarantined, unreadable }: ConnectionStatus, timeZone: string, longest: number): string {
  const named = unreadable
    .slice(0, longest < WHOLE_SENTENCE ? 1 : MOST_NAMED)
    .map(({ side, id, reason, since, nextInCycles, nextAt }) => {
      const next =
        nextAt !== null
          ? formatTime(nextAt, timeZone)
          : nextInCycles === 1
            ? 'next cycle'
            : `in ${nextInCycles} cycles`;
      const what = `${SIDE_NAMES[side]} ${markdownText(id, Math.min(longest, 60))}: ${markdownText(reason, longest)}`;
      return `${what} \\(since ${formatTime(since, timeZone)}, tried again ${next}\\)`;
    });
  const rest = quarantined - named.length;
  return [String(quarantined), ...named, ...(named.length > 0 && rest > 0 ? [`${rest} more`] : [])].join('; ');
}

/** The doubles by both systems' ids, since somebody has to find them there. */
function duplicateWords({ duplicates }: ConnectionStatus): string | null {
  if (duplicates.length === 0) return null;
  const named = duplicates
    .slice(0, MOST_NAMED)
    .map(
      ({ defenderId, sentinelName }) =>
        `${markdownText(sentinelName, 60)} for Defender incident ${markdownText(defenderId, 40)}`,
    );
  const rest = duplicates.length - MOST_NAMED;
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
}

/** What was set here and may keep Microsoft from merging. */
function apartWords({ keptApart }: ConnectionStatus): string | null {
  if (keptApart.length === 0) return null;
  const named = keptApart.slice(0, MOST_NAMED).map(({ incident, from }) => `#${incident} from #${from}`);
  const rest = keptApart.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

/** What Defender does not take: by its API, or because it turned out so. */
function notTakenWords({ refused, limits }: ConnectionStatus): string | null {
  const all = [...limits, ...refused];
  return all.length === 0
    ? null
    : all
        .slice(0, 2 * MOST_NAMED)
        .map((one) => markdownText(one, 60))
        .join(', ');
}

/** What else makes doubles there, or is missing. */
function neighbourWords({ neighbours }: ConnectionStatus, longest: number): string | null {
  if (neighbours.length === 0) return null;
  return neighbours
    .slice(0, MOST_NAMED)
    .map((sentence) => markdownText(sentence, longest))
    .join(' ');
}

function lagWords(lags: readonly NativeLag[]): string | null {
  if (lags.length === 0) return null;
  return lags
    .map((lag) => `${whatWords(lag)} ${formatDuration(lag.p50)}, 95 % within ${formatDuration(lag.p95)}`)
    .join('; ');
}

/** The allowances that are used most. */
function quotaWords({ quotas }: ConnectionStatus): string | null {
  if (quotas.length === 0) return null;
  return quotas
    .toSorted((a, b) => a.left / a.capacity - b.left / b.capacity)
    .slice(0, MOST_NAMED)
    .map(({ name, left, capacity }) => `${markdownText(name, 60)}: ${Math.floor(left)} of ${capacity}`)
    .join('; ');
}
