import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from '@swc/core';

/** Holds docs/pitfalls.md to the tests it names. */
const root = resolve(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'pitfalls.md'), 'utf8');

const rows = page
  .split('\n')
  .filter((line) => /^\| +\d/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
const named = rows.flatMap(([number, , , tests]) =>
  [...tests!.matchAll(/`([^`]+)`: “([^”]+)”/g)].map(([, path, name]) => ({ number, path: path!, name: name! })),
);

/** The names of all tests of a file: first arguments of `test`, `it` and what their `each` answers. */
function testNames(path: string): Set<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const name = nameOfTest(node);
    if (name !== undefined) names.add(name);
    Object.values(node).forEach(visit);
  };
  visit(parseSync(readFileSync(join(root, path), 'utf8'), { syntax: 'typescript' }));
  return names;
}

interface Node {
  type?: string;
  value?: unknown;
  object?: Node;
  callee?: Node;
  arguments?: { expression: Node }[];
}

function nameOfTest(node: Node): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  let { callee } = node;
  while (callee?.type === 'CallExpression' || callee?.type === 'MemberExpression')
    callee = callee.callee ?? callee.object;
  if (callee?.type !== 'Identifier' || (callee.value !== 'test' && callee.value !== 'it')) return undefined;
  const name = node.arguments?.[0]?.expression;
  return name?.type === 'StringLiteral' && typeof name.value === 'string' ? name.value : undefined;
}

test('the pitfalls are numbered from 1 to 24, and no cell is blank', () => {
  expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  expect(rows.filter((cells) => cells.length !== 4 || cells.includes(''))).toEqual([]);
});

test('each pitfall names a test, and each test it names is there by that name', () => {
  expect(new Set(named.map(({ number }) => number)).size).toBe(rows.length);
  expect(page.match(/`test\/[^`]+`/g)).toHaveLength(named.length);
  expect(named.filter(({ path, name }) => !testNames(path).has(name))).toEqual([]);
});

test('each test that is named after a pitfall stands in its row', () => {
  const numbered = [...testNames('test/sync/pitfalls.test.ts')];
  expect(numbered.length).toBeGreaterThan(0);
  expect(
    numbered.filter((name) => !named.some((row) => name.startsWith(`pitfall ${row.number}:`) && row.name === name)),
  ).toEqual([]);
});
