import fc from 'fast-check';
import { matchesGlob } from '../../src/automation/glob.ts';

test.each([
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['a?c', 'ABC', true],
  ['a?c', 'ac', false],
  ['*b*', 'abc', true],
  ['a*c*e', 'abcde', true],
  ['a*c*e', 'abcd', false],
  ['a.c', 'abc', false],
  ['(a+)+$', 'aaaa', false],
  ['?', '🔥', true],
])('%j of %j: %s', (pattern, text, expected) => {
  expect(matchesGlob(text, pattern)).toBe(expected);
});

test('is what a regular expression says that is made of the pattern', () => {
  const word = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 6 }).map((letters) => letters.join(''));
  const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(word, text, (pattern, subject) => {
      const same = new RegExp(`^${pattern.replaceAll('?', '.').replaceAll('*', '.*')}$`).test(subject);
      expect(matchesGlob(subject, pattern)).toBe(same);
    }),
  );
});

test('takes no more steps than length times length, whatever the pattern', () => {
  // A backtracking matcher would not come back from this.
  expect(matchesGlob(`${'a'.repeat(4000)}b`, `${'*a'.repeat(90)}*c`)).toBe(false);
});
