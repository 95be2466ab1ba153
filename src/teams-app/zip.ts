import { crc32, deflateRawSync } from 'node:zlib';

/** A file in an archive. */
export interface ZipEntry {
  /** Relative, with `/` between folders, ASCII. */
  name: string;
  content: Buffer;
}

const STORED = 0;
const DEFLATED = 8;
/** Version 2.0 of the format: what deflate and folders need. */
const VERSION_NEEDED = 20;
/** 1 January 1980, the earliest date the format knows: the same content gives the same bytes on any day. */
const DATE = (1 << 5) | 1;

/**
 * A zip archive of a few small files (APPNOTE 6.3.10, without Zip64 or encryption). Each is deflated unless that
 * would make it longer.
 */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    if (!/^[\x21-\x7e]+$/.test(name) || /^\/|\\|(^|\/)\.\.(\/|$)/.test(name))
      throw new Error(`not the name of a file in a zip: ${JSON.stringify(name)}`);
    const deflated = deflateRawSync(content, { level: 9 });
    const method = deflated.length < content.length ? DEFLATED : STORED;
    const packed = method === DEFLATED ? deflated : content;
    const described = describe(name, content, packed.length, method);
    const local = Buffer.concat([signed(0x04034b50), described, Buffer.from(name), packed]);
    directory.push(
      // Made by: the same version, on a system without file permissions.
      Buffer.concat([
        signed(0x02014b50),
        u16(VERSION_NEEDED),
        described,
        u16(0, 0, 0),
        u32(0, offset),
        Buffer.from(name),
      ]),
    );
    files.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.concat([
    signed(0x06054b50),
    u16(0, 0, entries.length, entries.length),
    u32(index.length, offset),
    u16(0),
  ]);
  return Buffer.concat([...files, index, end]);
}

/** What the local header and the directory say alike. */
function describe(name: string, content: Buffer, packedLength: number, method: number): Buffer {
  return Buffer.concat([
    u16(VERSION_NEEDED, 0, method, 0, DATE),
    u32(crc32(content), packedLength, content.length),
    u16(name.length, 0),
  ]);
}

function signed(signature: number): Buffer {
  return u32(signature);
}

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
}

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
  return bytes;
}
