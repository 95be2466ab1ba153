/**
 * How Defender names the machines that change incidents (`lastModifiedBy`). A change made by one of them, alone,
 * loses to a person's. A prefix, compared without case; documented in docs/sync-table.md.
 */
export const MACHINE_NAMES = [
  'Microsoft 365 Defender-',
  'Microsoft Defender XDR-',
  'Microsoft XDR-',
  'AutomaticAttackDisruption',
  'Automation',
] as const;

/** Whether `modifiedBy` names a machine. */
export function isMachine(modifiedBy: string | null): boolean {
  const name = modifiedBy?.trim().toLowerCase();
  return name !== undefined && MACHINE_NAMES.some((machine) => name.startsWith(machine.toLowerCase()));
}
