import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { previewRules } from '../automation/preview-rules.ts';
import { ConfigError } from '../config/config-error.ts';
import { readDatabaseFile } from '../config/read-database-file.ts';
import { readRulesFile } from '../config/read-rules-file.ts';
import { openToRead } from '../store/open-to-read.ts';

/**
 * `npm run rules -- --dry-run [--file <rules.json>]`: what each automation rule would do to the open incidents of the
 * database the environment names, as JSON lines and a summary. Changes nothing; the bot may run meanwhile. Exit code 78
 * where the file has a fault: every one is listed.
 */
const USAGE = `npm run rules -- --dry-run [--file <rules.json>]

Prints what each rule of RULES_FILE, or of that file, would do to the open incidents of the database: one line of JSON
for each rule and incident, and a summary. Nothing is changed. Without --dry-run there is nothing to do here: the bot
itself runs the rules.`;

async function main(): Promise<number> {
  const given = readArguments();
  if (typeof given === 'string' || !given['dry-run']) {
    console.error(typeof given === 'string' ? `${given}\n\n${USAGE}` : USAGE);
    return 78;
  }
  const path = given.file ?? process.env['RULES_FILE']?.trim();
  const variable = given.file === undefined ? 'RULES_FILE' : '--file';
  if (path === undefined || path === '') {
    console.error(`${variable}: found nothing; accepted: the path of a JSON file with rules\n\n${USAGE}`);
    return 78;
  }
  const { rules, faults } = readRulesFile(path, variable);
  if (faults.length > 0) {
    console.error(new ConfigError(faults).message);
    return 78;
  }
  const file = readDatabaseFile(process.env);
  if (!existsSync(file)) {
    console.error(`DATABASE_URL: there is no database at ${file} yet; the bot makes it when it is first started`);
    return 1;
  }
  const { records, close } = openToRead(file);
  const summary = await previewRules(records, rules, (line) => console.log(JSON.stringify(line)));
  console.log(JSON.stringify(summary));
  await close();
  return 0;
}

function readArguments(): { 'dry-run': boolean; file?: string | undefined } | string {
  try {
    return parseArgs({ options: { 'dry-run': { type: 'boolean', default: false }, file: { type: 'string' } } }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

process.exitCode = await main();
