import { z } from 'zod';
import { redact } from '../azure/redact.ts';
import { CHECK_NAMES, FINDING_STATUSES, failed } from './check.ts';
import type { Check, Finding } from './check.ts';

const CheckResult = z.strictObject({
  name: z.enum(CHECK_NAMES),
  subject: z.string(),
  connection: z.string().nullable(),
  status: z.enum(FINDING_STATUSES),
  found: z.string(),
  advice: z.string().nullable(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** What `npm run doctor -- --json` prints; docs/contracts/doctor.md explains it. */
export const DoctorReport = z.strictObject({
  /** Whether nothing failed. Warnings are no failure. */
  ok: z.boolean(),
  version: z.string(),
  checkedAt: z.iso.datetime(),
  checks: z.array(CheckResult),
});
export type DoctorReport = z.infer<typeof DoctorReport>;

// Much more than any finding of ours; a service's own words are cut shorter where they come in.
const LONGEST_TEXT = 10_000;

/**
 * Runs the checks, all of them, whatever becomes of the others. Those of `last` wait for the rest, on whose requests
 * they look back.
 */
export async function examine(
  checks: readonly Check[],
  last: readonly Check[],
  about: { version: string; now: () => Date },
): Promise<DoctorReport> {
  const results = [...(await Promise.all(checks.map(run))), ...(await Promise.all(last.map(run)))];
  return {
    ok: results.every(({ status }) => status !== 'failed'),
    version: about.version,
    checkedAt: about.now().toISOString(),
    checks: results,
  };
}

async function run(check: Check): Promise<CheckResult> {
  const { name, subject, connection } = check;
  const { status, found, advice } = await check.run().catch(broken);
  const clean = (text: string) => redact(text, LONGEST_TEXT);
  return { name, subject, connection, status, found: clean(found), advice: advice === null ? null : clean(advice) };
}

function broken(error: unknown): Finding {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return failed(`the check itself broke (${what})`, 'This is a fault of Dragoman. Please report it.');
}
