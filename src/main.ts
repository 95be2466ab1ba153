import { ConfigError } from './config/config-error.ts';
import { readConfig } from './config/read-config.ts';
import type { Config } from './config/config.ts';

/** What sysexits.h calls a configuration error. */
const EX_CONFIG = 78;

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(EX_CONFIG);
  }
}

const config = configOrExit();
// Nothing is loaded, opened or listened on before the configuration is known to be good.
const { createApp } = await import('./app.ts');
const app = await createApp(config);

let stopping: Promise<void> | null = null;
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    stopping ??= app.stop().then(() => process.exit(0));
  });
process.on('unhandledRejection', (error) => app.logger.error({ err: error }, 'unhandled rejection'));

await app.start();
