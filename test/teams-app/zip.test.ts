import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { zip } from '../../src/teams-app/zip.ts';
import { readZip } from '../support/read-zip.ts';

const fileName = fc.stringMatching(/^[a-z0-9-]{1,20}(\.[a-z]{1,4})?$/);
const content = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.string({ maxLength: 400 }).map((text) => Buffer.from(text.repeat(20))),
);

describe('a zip', () => {
  it('gives back every file as it was put in, empty ones and incompressible ones too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fileName, content, { maxKeys: 6 }), async (files) => {
        const entries = Object.entries(files).map(([name, bytes]) => ({ name, content: Buffer.from(bytes) }));
        const found = await readZip(zip(entries));
        expect([...found.keys()]).toEqual(entries.map(({ name }) => name));
        for (const { name, content: bytes } of entries) expect(found.get(name)?.equals(bytes)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('says how long each file is and what its checksum is, in both places', () => {
    const bytes = Buffer.from('manifest '.repeat(50));
    const archive = zip([{ name: 'a.json', content: bytes }]);
    const directory = archive.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    for (const [at, crcAt] of [
      [0, 14],
      [directory, 16],
    ] as const) {
      expect(archive.readUInt32LE(at + crcAt)).toBe(crc32(bytes));
      expect(archive.readUInt32LE(at + crcAt + 8)).toBe(bytes.length);
    }
  });

  it('stores what deflating would make longer', () => {
    const noise = randomBytes(1_000);
    expect(zip([{ name: 'noise', content: noise }]).includes(noise)).toBe(true);
    expect(zip([{ name: 'zeros', content: Buffer.alloc(100_000) }]).length).toBeLessThan(500);
  });

  it('is the same, byte for byte, for the same files', () => {
    const files = [{ name: 'a', content: Buffer.from('x'.repeat(100)) }];
    expect(zip(files).equals(zip(files))).toBe(true);
  });

  it.each(['/etc/passwd', '../up', 'a/../b', 'a\\b', 'ä.json', 'a b', ''])('takes no file called %j', (name) => {
    expect(() => zip([{ name, content: Buffer.alloc(0) }])).toThrow('not the name of a file');
  });
});
