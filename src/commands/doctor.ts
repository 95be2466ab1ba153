import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config-error.ts';
import { readConfig } from '../config/read-config.ts';
import type { Config } from '../config/config.ts';
import { renderTable } from '../doctor/render-table.ts';
import type { DoctorReport } from '../doctor/report.ts';

/**
 * `npm run doctor [-- --json]`: what is wrong with this deployment and what to do, as a table or as one line of JSON.
 * Exit code 0: nothing failed; 1: something did; 78: the configuration itself is wrong. Writes nothing anywhere; the
 * bot may run meanwhile.
 */
const manifest = fileURLToPath(new URL('../../manifest/manifest.json', import.meta.url));

async function main(): Promise<number> {
  let json: boolean;
  try {
    json = parseArgs({ options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}; accepted is --json, or nothing`);
    return 78;
  }
  const surroundings = { now: () => new Date(), readManifest: () => readFile(manifest, 'utf8') };
  const config = configOrError();
  let report: DoctorReport;
  let names = new Map<string, string>();
  if (config instanceof ConfigError) {
    const { reportMisconfiguration } = await import('../app/report-misconfiguration.ts');
    report = await reportMisconfiguration(config, process.env, surroundings.now);
  } else {
    const { runDoctor } = await import('../app/create-doctor.ts');
    const { connectionIdIn } = await import('../app/connection-place.ts');
    report = await runDoctor(config, surroundings);
    names = new Map(config.connections.map((one) => [connectionIdIn(one), one.name]));
  }
  console.log(json ? JSON.stringify(report) : renderTable(report, names));
  if (config instanceof ConfigError) return 78;
  return report.ok ? 0 : 1;
}

function configOrError(): Config | ConfigError {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error;
  }
}

process.exitCode = await main();
