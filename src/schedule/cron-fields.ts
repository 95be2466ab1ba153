/** What each field of a cron expression can be, in order; Sunday is 0 and 7. */
const FIELDS = [
  { least: 0, most: 59, names: '' },
  { least: 0, most: 23, names: '' },
  { least: 1, most: 31, names: '' },
  { least: 1, most: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec' },
  { least: 0, most: 7, names: 'sun mon tue wed thu fri sat' },
] as const;

/** A cron expression as the values each of its fields allows. */
export interface CronFields {
  /** Ascending. */
  minutes: number[];
  /** Ascending. */
  hours: number[];
  days: ReadonlySet<number>;
  /** From 1. */
  months: ReadonlySet<number>;
  /** From Sunday, which is 0. */
  weekdays: ReadonlySet<number>;
}

/** Reads a cron expression that was found valid; a field for seconds is left out. */
export function readCron(expression: string): CronFields {
  const texts = expression.trim().toLowerCase().split(/\s+/).slice(-FIELDS.length);
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) =>
    allowed(texts[index] ?? '*', field),
  ) as [number[], number[], number[], number[], number[]];
  return {
    minutes,
    hours,
    days: new Set(days),
    months: new Set(months),
    weekdays: new Set(weekdays.map((day) => day % 7)),
  };
}

function allowed(text: string, { least, most, names }: (typeof FIELDS)[number]): number[] {
  const known = names.split(' ');
  // Names may be written out; three letters tell them apart.
  const valueOf = (word: string) => (/^\d+$/.test(word) ? Number(word) : known.indexOf(word.slice(0, 3)) + least);
  const values = text.split(',').flatMap((part) => {
    const [range = '*', step] = part.split('/');
    const [first, last = step === undefined ? first : String(most)] =
      range === '*' ? [String(least), String(most)] : range.split('-');
    const [from, to] = [valueOf(first ?? ''), valueOf(last ?? '')];
    const count = Math.max(0, Math.floor((to - from) / Number(step ?? 1)) + 1);
    return Array.from({ length: count }, (_, index) => from + index * Number(step ?? 1));
  });
  return [...new Set(values)].toSorted((a, b) => a - b);
}
