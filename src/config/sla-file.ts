import { z } from 'zod';
import { WRITABLE_SEVERITIES } from '../incident/severity.ts';
import type { SlaPolicy } from '../sla/policy.ts';
import type { ConfigFault } from './config-error.ts';
import { describeIssues } from './describe-issues.ts';
import { fileDuration, fileObject } from './file-values.ts';
import { readJsonFile } from './read-json-file.ts';
import { calendarTimes } from './values.ts';

const VARIABLE = 'SLA_FILE';
const ACCEPTED = 'the path of a JSON file with {"deadlines": {…}} (docs/contracts/sla-file.md)';
const ONCE_A_DAY = 'a cron expression that comes up at most once a day, such as 0 9 * * 1-5';

/** A cron expression that names one minute of one hour, on whatever days. */
const onceADay = z
  .string({ error: ONCE_A_DAY })
  .refine((text) => calendarTimes.safeParse(text).success && /^\d{1,2}\s+\d{1,2}(\s+\S+){3}$/.test(text.trim()), {
    error: ONCE_A_DAY,
  });

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
