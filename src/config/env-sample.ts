import { renderEnvSample } from './render-env-sample.ts';

// Prints `.env.sample`: node src/config/env-sample.ts > .env.sample
process.stdout.write(renderEnvSample());
