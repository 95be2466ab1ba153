import type { ConfigError } from '../config/config-error.ts';
import { readDatabaseFile } from '../config/read-database-file.ts';
import { configurationChecks } from '../doctor/checks/configuration.ts';
import { databaseCheck } from '../doctor/checks/database.ts';
import { examine } from '../doctor/report.ts';
import type { DoctorReport } from '../doctor/report.ts';
import { examineDatabase } from '../store/examine-database.ts';
import packageFile from '../../package.json' with { type: 'json' };

/** The report on an environment that describes nothing to be started: its faults, and what needs no more than a path. */
export async function reportMisconfiguration(
  error: ConfigError,
  env: Record<string, string | undefined>,
  now: () => Date,
): Promise<DoctorReport> {
  const isDatabaseNamed = !error.faults.some(({ variable }) => variable === 'DATABASE_URL');
  const checks = [
    ...configurationChecks(error.faults, []),
    ...(isDatabaseNamed ? [databaseCheck(readDatabaseFile(env), examineDatabase)] : []),
  ];
  return examine(checks, [], { version: packageFile.version, now });
}
