import { SIDES, SIDE_NAMES } from '../incident/side.ts';
import type { DriftLine, IncidentView, QuestionView } from '../sync/incident-view.ts';
import { markdownText } from './escape.ts';
import { formatTime } from './format-time.ts';
import { FIELD_WORDS } from './words.ts';

/** What the two systems tell differently of an incident, in sentences. All of it is markdown. */

const WHAT_WORDS: Record<DriftLine['what'], string> = {
  ...FIELD_WORDS,
  twin: 'Sentinel incident',
  comments: 'comments',
  title: 'title',
};

const MOST_VALUE = 60;
const MOST_WHY = 120;

/** `Severity` … `Sentinel incident`, as a line begins. */
export function whatWords({ what }: Pick<DriftLine, 'what'>): string {
  const word = WHAT_WORDS[what];
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `Defender: low severity. Sentinel: medium severity.`; empty where there is nothing to compare. */
export function bothValues(values: Pick<DriftLine, 'defender' | 'sentinel'>): string {
  return SIDES.flatMap((side) => {
    const value = values[side];
    return value === null ? [] : [`${SIDE_NAMES[side]}: ${markdownText(value, MOST_VALUE)}.`];
  }).join(' ');
}

/** `Severity differs since 22 Nov 2026, 10:02 UTC. Defender: low severity. Sentinel: …. Nobody carried it.` */
export function driftSentence(line: DriftLine, timeZone: string): string {
  const head = `${whatWords(line)} ${verbOf(line)} since ${formatTime(line.since, timeZone)}.`;
  return [head, bothValues(line), markdownText(line.why, MOST_WHY)].filter((part) => part !== '').join(' ');
}

function verbOf({ what }: DriftLine): string {
  if (what === 'twin') return 'is missing';
  return what === 'comments' || what === 'tags' ? 'differ' : 'differs';
}

/** `Both sides changed the severity. Low severity in Defender by Raj at …. Medium severity in Sentinel …` */
export function questionSentence({ field, sentence }: QuestionView): string {
  return `Both sides changed the ${FIELD_WORDS[field]}. ${markdownText(sentence, 250)} Somebody has to say which stands.`;
}

/** The lines an incident's card has about all that, `most` of them; conflicts first. */
export function differenceNotes(view: IncidentView, timeZone: string, most: number): { text: string }[] {
  const asked: readonly DriftLine['what'][] = view.questions.map(({ field }) => field);
  const drift = view.drift.filter(({ what }) => !asked.includes(what));
  return [
    ...(view.readOnly === null ? [] : [`⏸ ${markdownText(view.readOnly, 300)}`]),
    ...view.questions.map((question) => `⚠ ${questionSentence(question)}`),
    ...(view.apart === null ? [] : [`⚠ ${markdownText(view.apart, 300)}`]),
    ...drift.map((line) => `≠ ${driftSentence(isToldBySide(view, line) ? { ...line, why: '' } : line, timeZone)}`),
  ]
    .slice(0, most)
    .map((text) => ({ text }));
}

/** The line of a side gives the same reason. */
function isToldBySide({ sides }: IncidentView, { why }: DriftLine): boolean {
  return sides.some(({ reason }) => reason === why);
}
