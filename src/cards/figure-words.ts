import { SEVERITIES } from '../incident/severity.ts';
import { CLASSIFICATIONS } from '../incident/state.ts';
import type { Classification } from '../incident/state.ts';
import type { DigestFigureName } from '../sync/ports/digest.ts';
import type { Figure } from '../sync/ports/figure-records.ts';
import { markdownText } from './escape.ts';
import { CLASSIFICATION_WORDS, severityTitle } from './words.ts';

/** The groups of ages, the youngest first, as `AGE_DAYS` draws them. */
const AGE_WORDS = ['Under a day', '1 to 7 days', '7 to 30 days', 'Over 30 days'];

const WORDS: Record<Exclude<Figure, 'severity' | 'age' | 'classification' | 'product' | 'load'>, string> = {
  opened: 'Opened',
  closed: 'Closed',
  closedByMachines: 'By machines',
  reopened: 'Reopened',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  merged: 'Merged',
  flaps: 'Did not last',
  asked: 'Conflicts',
  overruled: 'Overruled',
  failedWrites: 'Failed writes',
  open: 'Open',
  unassigned: 'Without owner',
};

/** What a figure is called, in markdown. `of` may be anybody's words. */
export function figureWords({ figure, of = '' }: DigestFigureName, longest = 80): string {
  switch (figure) {
    case 'severity':
      return severityTitle(SEVERITIES.find((one) => one === of) ?? 'unknown');
    case 'missed':
      return of === '' ? 'Missed' : `${severityTitle(SEVERITIES.find((one) => one === of) ?? 'unknown')}, missed`;
    case 'age':
      return AGE_WORDS[Number(of)] ?? 'Another age';
    case 'classification':
      return shortClassification(CLASSIFICATIONS.find((one) => one === of) ?? 'undetermined');
    case 'product':
    case 'load':
      return markdownText(of, longest);
    default:
      return WORDS[figure];
  }
}

/** Without the bracket after "Benign positive", which is too long beside a number. */
export function shortClassification(classification: Classification): string {
  return CLASSIFICATION_WORDS[classification].replace(/ \(.*/, '');
}
