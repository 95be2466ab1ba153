import { about } from './about.ts';
import type { About } from './about.ts';
import { environment } from './environment.ts';

/**
 * The text of `.env.sample`: every variable with what it does, what is accepted and what it is by default.
 * To write it again: `node --input-type=module -e "console.log((await
 * import('./src/config/render-env-sample.ts')).renderEnvSample().trimEnd())" > .env.sample`
 */
export function renderEnvSample(): string {
  const groups = new Map<string, string[]>();
  for (const [variable, schema] of Object.entries(environment.shape)) {
    const entry = about.get(schema);
    if (entry === undefined) throw new Error(`${variable} is not described`);
    groups.set(entry.group, [...(groups.get(entry.group) ?? []), describe(variable, entry)]);
  }
  const sections = [...groups].map(([group, entries]) => `## ${group}\n\n${entries.join('\n\n')}\n`);
  return [`${HEADER}\n`, ...sections].join('\n');
}

const HEADER = [
  '# Copy to .env and fill in. Lines that are commented out show the default, or an optional variable.',
  '# Made from src/config/environment.ts; a test holds it to the schema.',
].join('\n');

function describe(variable: string, entry: About): string {
  const lines = [`# ${entry.summary}`, `# Accepted: ${entry.accepted}.${entry.required === true ? ' Required.' : ''}`];
  lines.push(entry.required === true ? `${variable}=` : `#${variable}=${entry.default ?? ''}`);
  return lines.join('\n');
}
