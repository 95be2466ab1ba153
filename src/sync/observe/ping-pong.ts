import type { Field, Incident } from '../../incident/incident.ts';
import { compareTimestamps, shiftSeconds } from '../../incident/timestamp.ts';
import type { SideRecord, TrailStep } from '../link.ts';
import { fieldOf } from '../link.ts';

/** A, B, A, B, A: two full returns. */
const STEPS = 5;
const WITHIN_SECONDS = 600;

/** The last values of each field with a new reading laid behind them. `ours`: the fields Dragoman wrote. */
export function trailAfter(
  record: SideRecord | null,
  changed: Field[],
  ours: Field[],
  next: Incident,
): SideRecord['trail'] {
  const trail = { ...record?.trail };
  for (const field of changed) {
    const steps = trail[field] ?? [step(record!.observation.incident, field, false)];
    trail[field] = [...steps, step(next, field, ours.includes(field))].slice(-STEPS);
  }
  return trail;
}

/**
 * Whether a field goes to and fro between a value Dragoman writes and one that somebody else puts back: two full
 * returns within ten minutes. Somebody's automation and ours would go on for ever. People who change their minds
 * are no such thing: what only one hand writes is not fought over.
 */
export function isFoughtOver(steps: TrailStep[] | undefined): boolean {
  const [first, second, third, ...rest] = steps ?? [];
  if (first === undefined || second === undefined || third === undefined || rest.length < STEPS - 3) return false;
  const alternates = [third, ...rest].every(({ value, isOurs }, index) => {
    const like = index % 2 === 0 ? first : second;
    return value === like.value && isOurs === (index % 2 === 0 ? !second.isOurs : second.isOurs);
  });
  const last = rest.at(-1)!;
  return alternates && compareTimestamps(last.at, shiftSeconds(first.at, WITHIN_SECONDS)) <= 0;
}

function step(incident: Incident, field: Field, isOurs: boolean): TrailStep {
  return { value: JSON.stringify(fieldOf(incident, field)), at: incident.modifiedAt, isOurs };
}
