/** What a check can be called; documented in docs/contracts/doctor.md. */
export const CHECK_NAMES = [
  'configuration',
  'database',
  'token.defender',
  'token.people',
  'token.sentinel',
  'token.bot',
  'read.defender',
  'read.alerts',
  'read.people',
  'read.groups',
  'read.sentinel',
  'write.defender',
  'write.sentinel',
  'hunt.defender',
  'topology',
  'duplicates',
  'bot',
  'expiry.azure',
  'expiry.bot',
  'clock',
  'oncall',
  'oncall.people',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

export const FINDING_STATUSES = ['ok', 'warning', 'failed'] as const;

/** `warning`: works, or cannot be told; a person should look. `failed`: something does not work, or does harm. */
export interface Finding {
  status: (typeof FINDING_STATUSES)[number];
  /** What is so, in words for the operator. */
  found: string;
  /** What to do about it; null when nothing need be done. */
  advice: string | null;
}

/** One question to the outside. It answers with a finding whatever a service does, and writes nothing anywhere. */
export interface Check {
  name: CheckName;
  /** What is looked at, such as a tenant or a file. */
  subject: string;
  /** The connection it belongs to, as the audit names it; null for the process as a whole. */
  connection: string | null;
  run(): Promise<Finding>;
}

export function ok(found: string): Finding {
  return { status: 'ok', found, advice: null };
}

export function warning(found: string, advice: string): Finding {
  return { status: 'warning', found, advice };
}

export function failed(found: string, advice: string): Finding {
  return { status: 'failed', found, advice };
}
