import fc from 'fast-check';
import { ShortMembers } from '../../src/azure/short-members.ts';

function skimmed(text: string, chunkBytes: number): ShortMembers {
  const members = new ShortMembers();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) members.feed(bytes.subarray(at, at + chunkBytes));
  return members;
}

test('ids and times are found wherever they are, however the text is cut into chunks', () => {
  const giant = 'x'.repeat(3000);
  const text = JSON.stringify({
    value: [
      {
        title: giant,
        id: '81',
        more: { lists: [giant] },
        lastUpdateDateTime: '2026-08-01T10:00:00.1234567Z',
        n: 924565,
      },
    ],
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4000 }), (chunkBytes) => {
      const members = skimmed(text, chunkBytes);
      expect(members.get('id')).toBe('81');
      expect(members.get('lastUpdateDateTime')).toBe('2026-08-01T10:00:00.1234567Z');
      expect(members.get('n')).toBe('924565');
      expect(members.get('title')).toBeNull();
    }),
    { numRuns: 60 },
  );
});

test('the first of a name counts, and nothing a text says is taken for a member', () => {
  const words = fc.string({
    unit: fc.constantFrom('"', '\\', 'id', ':', ',', '{', '}', '7', ' ', '\u0000'),
    maxLength: 30,
  });
  fc.assert(
    fc.property(words, words, fc.integer({ min: 1, max: 20 }), (title, note, chunkBytes) => {
      const text = JSON.stringify({ title, note, id: 'right', inner: { id: 'wrong' } });
      expect(skimmed(text, chunkBytes).get('id')).toBe('right');
    }),
  );
});

test('a number that is cut by the end of a chunk is not half a number', () => {
  const members = new ShortMembers();
  members.feed(Buffer.from('{"incidentId":9245'));
  expect(members.get('incidentId')).toBeNull();
  members.feed(Buffer.from('65,'));
  expect(members.get('incidentId')).toBe('924565');
});
