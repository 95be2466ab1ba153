import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSAL_TEXTS } from '../../src/bot/refusal-codes.ts';

describe('docs/contracts/refusals.md', () => {
  it('documents every code, and none there is not', () => {
    const text = readFileSync(join(__dirname, '../../docs/contracts/refusals.md'), 'utf8');
    const documented = Array.from(text.matchAll(/^\| `([a-z_]+)` +\|/gm), (match) => match[1]);
    expect(documented).toEqual(Object.keys(REFUSAL_TEXTS));
  });
});
