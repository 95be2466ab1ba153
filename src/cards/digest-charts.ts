import { SEVERITIES } from '../incident/severity.ts';
import type { Severity } from '../incident/severity.ts';
import { CLASSIFICATIONS } from '../incident/state.ts';
import type { Classification } from '../incident/state.ts';
import type { Digest } from '../sync/ports/digest.ts';
import { beside } from './digest-rows.ts';
import { shortClassification } from './figure-words.ts';
import { severityWord } from './words.ts';

/**
 * The charts of a section, by their kind, since a template holds the types. They only decorate: every number they draw
 * stands in a row too, because Teams on phones draws none of them, and does not always say so by the fallback. They
 * hold our own words only.
 */
export interface Charts {
  bars: Chart[];
  donuts: Chart[];
  groups: Chart[];
}

interface Chart {
  title: string;
  data: object[];
  /** The same in one line, for clients that know no charts. */
  text: string;
}

const SEVERITY_COLORS: Record<Severity, string> = {
  high: 'attention',
  medium: 'warning',
  low: 'categoricalBlue',
  informational: 'neutral',
  unknown: 'neutral',
};

const CLASSIFICATION_COLORS: Record<Classification, string> = {
  truePositive: 'attention',
  falsePositive: 'good',
  benignPositive: 'categoricalBlue',
  undetermined: 'neutral',
};

export const NO_CHARTS: Charts = { bars: [], donuts: [], groups: [] };

/** What is open, the worst on top. */
export function severityChart({ figures: { standing } }: Digest): Charts {
  const counts = SEVERITIES.map((severity) => [severity, standing.bySeverity[severity] ?? 0] as const);
  const data = present(counts).map(([severity, y]) => ({
    x: severityWord(severity),
    y,
    color: SEVERITY_COLORS[severity],
  }));
  return { ...NO_CHARTS, bars: chart('Open by severity', data, data) };
}

/** What was closed, by classification. */
export function outcomeChart({ figures: { byClassification } }: Digest): Charts {
  const counts = CLASSIFICATIONS.map((one) => [one, byClassification[one] ?? 0] as const);
  const data = present(counts).map(([classification, value]) => ({
    legend: shortClassification(classification),
    value,
    color: CLASSIFICATION_COLORS[classification],
  }));
  const numbers = data.map(({ legend, value }) => ({ x: legend, y: value }));
  return { ...NO_CHARTS, donuts: chart('Closed by classification', data, numbers) };
}

/** What came and what was done, beside the period before. */
export function workChart({ figures: now, figuresBefore: then }: Digest): Charts {
  const values = ({ opened, closed, reopened }: typeof now) => [
    { x: 'Opened', y: opened },
    { x: 'Closed', y: closed },
    { x: 'Reopened', y: reopened },
  ];
  const data = [
    { legend: 'This period', color: 'categoricalBlue', values: values(now) },
    { legend: 'The one before', color: 'neutral', values: values(then) },
  ];
  const before = values(then);
  const numbers = values(now).map((one, index) => ({ ...one, before: before[index]?.y ?? 0 }));
  return { ...NO_CHARTS, groups: chart('Beside the period before', data, numbers) };
}

function present<T>(counts: readonly (readonly [T, number])[]) {
  return counts.filter(([, count]) => count > 0);
}

/** One chart, or none where there is nothing to draw. */
function chart(title: string, data: object[], numbers: readonly { x: string; y: number; before?: number }[]): Chart[] {
  if (numbers.every(({ y, before = 0 }) => y + before === 0)) return [];
  return [
    {
      title,
      data,
      text: `${title}: ${numbers.map(({ x, y, before }) => `${x} ${before === undefined ? y : beside(y, before)}`).join(' · ')}`,
    },
  ];
}
