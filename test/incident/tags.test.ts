import fc from 'fast-check';
import { foldTag, mergeTags, newTagFault, sameTags, tagFault, uniqueTags } from '../../src/incident/tags.ts';

const tags = fc.subarray(['a', 'b', 'c', 'd']);

describe('tags', () => {
  test('both sides end up with the same set, whatever each did since they last agreed', () => {
    fc.assert(
      fc.property(tags, tags, tags, (base, here, there) => {
        expect(sameTags(mergeTags(here, there, base), mergeTags(there, here, base))).toBe(true);
      }),
    );
  });

  test('what one side added is added, what one side removed is removed, and the rest stays', () => {
    expect(mergeTags(['old', 'mine'], ['old', 'yours'], ['old', 'gone'])).toEqual(['old', 'mine', 'yours']);
    expect(mergeTags(['old', 'gone'], ['old'], ['old', 'gone'])).toEqual(['old']);
  });

  test('each side keeps its own spelling, and spelling alone is no change', () => {
    expect(mergeTags(['VIP'], ['vip', 'lab'], ['vip'])).toEqual(['VIP', 'lab']);
    expect(sameTags(['VIP '], ['vip'])).toBe(true);
  });

  test('empty and repeated tags vanish', () => {
    expect(uniqueTags([' ', 'a', 'A', 'b '])).toEqual(['a', 'b']);
    expect(foldTag(' Ä ')).toBe('ä');
  });

  test('too many or too long tags are named', () => {
    expect(tagFault(Array.from({ length: 101 }, (_, n) => `t${n}`))).toContain('at most 100');
    expect(tagFault(['x'.repeat(257)])).toContain('256 characters');
    expect(tagFault(['x'.repeat(256)])).toBeNull();
  });

  test('what is there beyond the limits may stay or become less, and nothing is added to it', () => {
    const many = Array.from({ length: 120 }, (_, n) => `t${n}`);
    expect(newTagFault(many.slice(1), many)).toBeNull();
    expect(newTagFault([...many, 'new'], many)).toContain('this would make 121');
    expect(newTagFault(['x'.repeat(257), 'new'], ['x'.repeat(257)])).toBeNull();
    expect(newTagFault(['x'.repeat(257)], ['new'])).toContain('256 characters');
  });
});
