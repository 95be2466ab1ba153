import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../../shared/specs');

/**
 * `describe` for tests that need the published schemas; where those are not at hand it says so and skips. `read` gives
 * what a JSON file holds, and the text of any other.
 */
export function describeWithSpecs(name: string, path: string, tests: (read: () => unknown) => void): void {
  const file = join(folder, path);
  if (existsSync(file)) {
    const text = () => readFileSync(file, 'utf8');
    describe(name, () => tests(path.endsWith('.json') ? () => JSON.parse(text()) as unknown : text));
    return;
  }
  console.warn(`skipped: ${name} (../shared/specs/${path} is not here)`);
  describe.skip(name, () => tests(() => ({})));
}
