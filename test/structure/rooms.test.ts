import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from '@swc/core';

/**
 * Walks the import graph of src/ and holds it to the table of docs/architecture.md, so that the page people read is the
 * rule that holds.
 */
const root = resolve(__dirname, '..', '..');

function allowed(): Map<string, string[]> {
  const page = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` +\|.*\| ([^|]*)\|$/gm)];
  return new Map(rows.map(([, room, list]) => [room!, [...list!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)]));
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function imports(path: string): string[] {
  const module = parseSync(readFileSync(path, 'utf8'), { syntax: 'typescript' });
  return module.body.flatMap((statement) =>
    (statement.type === 'ImportDeclaration' ||
      statement.type === 'ExportNamedDeclaration' ||
      statement.type === 'ExportAllDeclaration') &&
    statement.source
      ? [statement.source.value]
      : [],
  );
}

/** The most specific row a file belongs to: `sync/ports` before `sync`. */
function roomOf(path: string, rooms: Iterable<string>): string | undefined {
  const inside = relative(join(root, 'src'), path).replace(/\.ts$/, '');
  return [...rooms]
    .filter((room) => inside === room || inside.startsWith(`${room}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

test('no file imports from a room that its own does not see', () => {
  const table = allowed();
  const wrong: string[] = [];
  for (const file of files(join(root, 'src'))) {
    const room = roomOf(file, table.keys());
    expect([relative(root, file), room]).toEqual([relative(root, file), expect.any(String)]);
    for (const target of imports(file).filter((source) => source.startsWith('.'))) {
      const path = resolve(dirname(file), target);
      if (!path.startsWith(join(root, 'src'))) continue;
      const to = relative(join(root, 'src'), path).replace(/\.ts$/, '');
      const seen = [room!, ...table.get(room!)!];
      const sees = seen.includes('every room') || seen.some((name) => to === name || to.startsWith(`${name}/`));
      if (!sees) wrong.push(`${relative(root, file)} -> ${relative(root, path)}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('only main, the commands and the simulators’ entry points touch the process', () => {
  const touching = files(join(root, 'src'))
    .filter((file) => /\bprocess\.(env|exit|on|argv|exitCode|stdout)\b/.test(readFileSync(file, 'utf8')))
    .map((file) => relative(root, file))
    .filter((file) => !/^src\/(main\.ts|commands\/|simulator\/(run-|demo\/))/.test(file));
  expect(touching).toEqual([]);
});
