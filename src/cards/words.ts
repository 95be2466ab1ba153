import type { Field } from '../incident/incident.ts';
import type { Owner } from '../incident/person.ts';
import type { Severity } from '../incident/severity.ts';
import { SIDE_NAMES } from '../incident/side.ts';
import type { Classification, Determination, State, Status } from '../incident/state.ts';
import type { IncidentView, SideView } from '../sync/incident-view.ts';
import type { DeadlineView } from '../sync/ports/deadlines.ts';
import { markdownText, plainText } from './escape.ts';

/** The words people read for the values both systems keep. */

/** A word and a symbol: colour alone tells nothing to those who do not see it. */
const SEVERITY_WORDS: Record<Severity, { symbol: string; word: string; color: string }> = {
  high: { symbol: '▲', word: 'High', color: 'Attention' },
  medium: { symbol: '◆', word: 'Medium', color: 'Warning' },
  low: { symbol: '▽', word: 'Low', color: 'Accent' },
  informational: { symbol: '○', word: 'Informational', color: 'Default' },
  unknown: { symbol: '?', word: 'Unknown severity', color: 'Default' },
};

export const FIELD_WORDS: Record<Field, string> = {
  state: 'status',
  severity: 'severity',
  owner: 'owner',
  tags: 'tags',
};

const STATUS_WORDS: Record<Status, string> = { new: 'New', active: 'Active', closed: 'Closed' };

/** Microsoft's own words for the classifications, except that "informational" alone says nothing. */
export const CLASSIFICATION_WORDS: Record<Classification, string> = {
  truePositive: 'True positive',
  falsePositive: 'False positive',
  benignPositive: 'Benign positive (informational, expected activity)',
  undetermined: 'Undetermined',
};

export const DETERMINATION_WORDS: Record<Determination, string> = {
  multiStagedAttack: 'Multistage attack',
  maliciousUserActivity: 'Malicious user activity',
  compromisedAccount: 'Compromised account',
  malware: 'Malware',
  phishing: 'Phishing',
  unwantedSoftware: 'Unwanted software',
  securityTesting: 'Security testing',
  lineOfBusinessApplication: 'Line-of-business application',
  confirmedActivity: 'Confirmed activity',
  notMalicious: 'Not malicious',
  notEnoughDataToValidate: 'Not enough data to validate',
  other: 'Other',
  apt: 'Advanced persistent threat',
  securityPersonnel: 'Security personnel',
};

export function severityWord(severity: Severity): string {
  return SEVERITY_WORDS[severity].word;
}

/** `▲ High` */
export function severityTitle(severity: Severity): string {
  const { symbol, word } = SEVERITY_WORDS[severity];
  return `${symbol} ${word}`;
}

export function severityColor(severity: Severity): string {
  return SEVERITY_WORDS[severity].color;
}

/** `▲ High · #12 · Active` */
export function headingOf(view: IncidentView): string {
  return `${severityTitle(view.severity)} · #${view.number} · ${statusWord(view)}`;
}

export function statusWord(view: IncidentView): string {
  if (view.standing === 'merged') return 'Merged';
  return view.standing === 'gone' ? `${STATUS_WORDS[view.state.status]} (deleted)` : STATUS_WORDS[view.state.status];
}

/** `True positive, phishing`, in markdown. */
export function closureWords({ classification, determination }: State): string {
  const why = determination === null ? '' : `, ${DETERMINATION_WORDS[determination].toLowerCase()}`;
  return `${CLASSIFICATION_WORDS[classification]}${why}`;
}

/** The person's name as they may be shown, in markdown. */
export function ownerWords(owner: Owner | null): string {
  const name = owner?.name ?? owner?.upn ?? owner?.objectId ?? null;
  return name === null ? 'Nobody' : markdownText(name, 80);
}

/** What the incident holds in that field, in markdown. */
export function fieldWords(view: IncidentView, field: Field): string {
  switch (field) {
    case 'state':
      return view.state.status === 'closed' ? `closed as ${closureWords(view.state)}` : view.state.status;
    case 'severity':
      return severityWord(view.severity);
    case 'owner':
      return ownerWords(view.owner);
    case 'tags':
      return view.tags.map((tag) => markdownText(tag, 60)).join(', ') || 'none';
    default:
      return field satisfies never;
  }
}

const STANDING_WORDS: Record<SideView['standing'], string> = {
  ok: 'ok',
  waiting: 'waiting',
  failed: 'failed',
  held: 'held',
  gone: 'gone',
  absent: 'not there',
};

/** `waiting: Sentinel is throttling`, in markdown; without the reason where the card says that elsewhere (`told`). */
export function standingWords(side: SideView, told: string | null = null): string {
  const reason = side.reason === null || side.reason === told ? '' : `: ${markdownText(side.reason, 200)}`;
  return `${STANDING_WORDS[side.standing]}${reason}`;
}

/** What a push notification shows of the incident. */
export function summaryOf(view: IncidentView): string {
  const { word } = SEVERITY_WORDS[view.severity];
  return `${word.toUpperCase()} · #${view.number} · ${statusWord(view)} · ${plainText(view.title, 120)}`;
}

/** What a deadline is called on cards. */
export function deadlineName({ kind }: DeadlineView): string {
  return kind === 'acknowledge' ? 'Acknowledge by' : 'Close by';
}

/** `Defender`, `Sentinel`. */
export function sideName(side: SideView): string {
  return SIDE_NAMES[side.side];
}
