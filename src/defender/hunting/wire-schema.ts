import { z } from 'zod';
import { readableText } from '../../azure/wire-text.ts';
import type { HuntRow } from '../../sync/ports/hunting-port.ts';

const LONGEST_CELL = 500;

/**
 * A column holds a number, a text, a time, or what KQL calls dynamic. OData notes the type of some beside them
 * (`Times@odata.type`), which is no column.
 */
const WireRow = z.record(z.string(), z.unknown()).transform((row): HuntRow => {
  const columns = Object.entries(row).filter(([name]) => !name.includes('@'));
  return Object.fromEntries(columns.map(([name, value]) => [name, toCell(value)]));
});

/**
 * What `runHuntingQuery` answers (CSDL `microsoft.graph.security.huntingQueryResults`). Documents write the names of its
 * members in either case.
 */
export const WireHuntResults = z
  .record(z.string(), z.unknown())
  .transform((body) => Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value])))
  .pipe(z.object({ results: z.array(WireRow) }))
  .transform(({ results }) => results);

function toCell(value: unknown): HuntRow[string] {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return readableText(text).slice(0, LONGEST_CELL).toWellFormed();
}
