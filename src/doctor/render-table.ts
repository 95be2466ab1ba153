import { FINDING_STATUSES } from './check.ts';
import type { CheckResult, DoctorReport } from './report.ts';

/**
 * The report for people: a row a check, what to do about it below, and a line of sums.
 * @param names of connections, by id
 */
export function renderTable(
  { checks, version, checkedAt }: DoctorReport,
  names: ReadonlyMap<string, string> = new Map(),
): string {
  const connections = [...new Set(checks.map(({ connection }) => connection))].filter((one) => one !== null);
  const widths = [8, Math.max(...checks.map(({ name }) => name.length)), Math.max(...checks.map(subjectLength))];
  const row = (check: CheckResult) => {
    const cells = [check.status, check.name, check.subject].map((cell, index) => cell.padEnd(widths[index] ?? 0));
    const advice = check.advice === null ? [] : [`${' '.repeat(widths[0] ?? 0)}  -> ${check.advice}`];
    return [`${cells.join('  ')}  ${check.found}`, ...advice];
  };
  const section = (connection: string | null) => [
    ...(connection === null ? [] : ['', headingOf(connection, names.get(connection))]),
    ...checks.filter((check) => check.connection === connection).flatMap(row),
  ];
  const sums = FINDING_STATUSES.map(
    (status) => `${checks.filter((check) => check.status === status).length} ${status}`,
  );
  return [
    `Dragoman ${version}, checked ${checkedAt}`,
    '',
    ...section(null),
    ...connections.flatMap(section),
    '',
    sums.join(', '),
  ].join('\n');
}

function headingOf(connection: string, name: string | undefined): string {
  return name === undefined ? `Connection ${connection}` : `Connection ${name} (${connection})`;
}

function subjectLength({ subject }: CheckResult): number {
  return subject.length;
}
