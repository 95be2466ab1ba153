import { z } from 'zod';

/** One measurement, beside what bounds it (a floor) or what else does the work (a peer), from the same run. */
export const Figure = z.strictObject({
  name: z.string().regex(/^[a-z]+(\.[a-z0-9-]+)+$/),
  value: z.number().nonnegative(),
  unit: z.string().min(1),
  /** What `againstValue` is, in words. */
  against: z.string().min(1),
  againstValue: z.number().nonnegative(),
  /** `value` over `againstValue`; 1 where both are 0, null where only the latter is. */
  ratio: z.number().nonnegative().nullable(),
  better: z.enum(['lower', 'higher']),
});
export type Figure = z.infer<typeof Figure>;

export type Measured = Omit<Figure, 'ratio'>;

/** Takes a figure as soon as it is known. */
export type Report = (measured: Measured) => void;

/** Measures one subject, reporting its figures one by one. */
export type Bench = (report: Report) => Promise<void>;

/** The figure as the line it is printed as, without line feed; the numbers to four significant digits. */
export function toLine(measured: Measured): string {
  const { name, value, unit, against, againstValue, better } = measured;
  const ratio = againstValue === 0 ? (value === 0 ? 1 : null) : short(value / againstValue);
  const figure: Figure = { name, value: short(value), unit, against, againstValue: short(againstValue), ratio, better };
  return JSON.stringify(Figure.parse(figure));
}

function short(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}
