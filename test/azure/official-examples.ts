import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const specs = resolve(__dirname, '../../../shared/specs');

/** A test over Microsoft's own example, where the collection of them lies beside the repository. */
export function testExample(name: string, path: string, check: (example: unknown) => void | Promise<void>): void {
  const file = resolve(specs, path);
  if (existsSync(file)) {
    test(name, async () => {
      await check(JSON.parse(readFileSync(file, 'utf8')));
    });
  } else {
    console.warn(`skipped "${name}": the official example ../shared/specs/${path} is not on this machine`);
    test.skip(name, () => {});
  }
}
