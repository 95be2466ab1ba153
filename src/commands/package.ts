import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config-error.ts';
import { readTeamsApp } from '../config/read-teams-app.ts';
import { TeamsAppError } from '../teams-app/app-manifest.ts';
import { buildAppPackage } from '../teams-app/build-app-package.ts';
import { PORTAL_DOMAINS } from '../teams-app/portal-domains.ts';

/**
 * `npm run package [-- --out <file>]`: makes the Teams app from `manifest/` and the environment and prints where it
 * is. What it is made from is the bot's id and the `TEAMS_APP_…` variables; nothing secret goes into it.
 */
const project = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/dragoman-teams-app.zip' } } });
  try {
    const settings = readTeamsApp(process.env);
    const { version } = JSON.parse(await readFile(resolve(project, 'package.json'), 'utf8')) as { version: string };
    const content = await buildAppPackage(resolve(project, 'manifest'), {
      ...settings,
      version,
      PORTAL_DOMAINS: PORTAL_DOMAINS[settings.CLOUD],
    });
    const file = resolve(values.out);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    console.log(file);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof TeamsAppError)) throw error;
    console.error(error.message);
    return error instanceof ConfigError ? 78 : 1;
  }
}

process.exitCode = await main();
