import { z } from 'zod';
import { WRITABLE_SEVERITIES } from '../incident/severity.ts';
import type { SlaPolicy } from '../sla/policy.ts';
import type { ConfigFault } from './config-error.ts';
import { describeIssues } from './describe-issues.ts';
import { durationSeconds } from './duration.ts';
import { readJsonFile } from './read-json-file.ts';
import { calendarTimes } from './values.ts';

const VARIABLE = 'SLA_FILE';
const ACCEPTED = 'the path of a JSON file with {"deadlines": {…}} (docs/contracts/sla-file.md)';
const LONGEST_SECONDS = 366 * 86_400;
const DURATION = 'an ISO 8601 duration of at least a minute and at most a year, such as PT15M, PT8H or P2D';
const ONCE_A_DAY = 'a cron expression that comes up at most once a day, such as 0 9 * * 1-5';

/** A duration as ISO 8601 writes it, read as seconds. */
export const fileDuration = z
  .string({ error: DURATION })
  .refine((text) => isWithin(durationSeconds(text)), { error: DURATION })
  .transform((text) => durationSeconds(text)!);

function isWithin(seconds: number | null): boolean {
  return seconds !== null && seconds >= 60 && seconds <= LONGEST_SECONDS;
}

/** A cron expression that names one minute of one hour, on whatever days. */
export const onceADay = z
  .string({ error: ONCE_A_DAY })
  .refine((text) => calendarTimes.safeParse(text).success && /^\d{1,2}\s+\d{1,2}(\s+\S+){3}$/.test(text.trim()), {
    error: ONCE_A_DAY,
  });

/** An object of which every key has a meaning. */
export function fileObject<S extends z.ZodRawShape>(shape: S) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? keys : `an object with ${keys}`),
  });
}

const Deadlines = fileObject({ acknowledge: fileDuration.optional(), close: fileDuration.optional() });

/** The file that says how long people have. */
export const SlaFile = fileObject({
  $schema: z.string({ error: 'an address' }).optional(),
  deadlines: fileObject(
    Object.fromEntries(WRITABLE_SEVERITIES.map((severity) => [severity, Deadlines.optional()])) as Record<
      (typeof WRITABLE_SEVERITIES)[number],
      z.ZodOptional<typeof Deadlines>
    >,
  ),
  stale: fileObject({ after: fileDuration, remindAt: onceADay.default('0 9 * * *') }).optional(),
});

/** The deadlines a file sets, and every fault of it with its place. */
export function readSlaFile(path: string): { sla: SlaPolicy | null; faults: ConfigFault[] } {
  const read = readJsonFile(VARIABLE, path, ACCEPTED);
  if (!('value' in read)) return { sla: null, faults: [read] };
  const parsed = SlaFile.safeParse(read.value);
  if (!parsed.success) return { sla: null, faults: describeIssues(VARIABLE, read.value, parsed.error) };
  const { deadlines, stale } = parsed.data;
  const faults = WRITABLE_SEVERITIES.flatMap((severity) => {
    const { acknowledge, close } = deadlines[severity] ?? {};
    if (acknowledge === undefined || close === undefined || acknowledge <= close) return [];
    const accepted = 'no longer than the deadline for closing';
    const found = 'more time than there is to close it';
    return [{ variable: `${VARIABLE}: deadlines.${severity}.acknowledge`, found, accepted }];
  });
  if (faults.length > 0) return { sla: null, faults };
  const policy = {
    deadlines: deadlines as SlaPolicy['deadlines'],
    stale: stale === undefined ? null : { afterSeconds: stale.after, remindAt: stale.remindAt },
  };
  return { sla: policy, faults: [] };
}
