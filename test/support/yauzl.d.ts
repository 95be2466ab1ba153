import type { Readable } from 'node:stream';

interface ZipFile {
  on(event: 'entry', listener: (entry: { fileName: string }) => void): void;
  on(event: 'end', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  readEntry(): void;
  openReadStream(entry: unknown, done: (error: Error | null, stream: Readable) => void): void;
}

/** The reader of zips that playwright-core carries; only what is used here. */
export const yauzl: {
  fromBuffer(archive: Buffer, options: object, done: (error: Error | null, file: ZipFile) => void): void;
};
