import { yauzl } from 'playwright-core/lib/utilsBundle';

/** The files of a zip by name, read by a reader that nobody here wrote and that checks what it reads. */
export function readZip(archive: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(
      archive,
      { lazyEntries: true, strictFileNames: true, validateEntrySizes: true },
      (failed, file) => {
        if (failed !== null) return reject(failed);
        const files = new Map<string, Buffer>();
        file.on('error', reject);
        file.on('end', () => resolve(files));
        file.on('entry', (entry) =>
          file.openReadStream(entry, (unreadable, stream) => {
            if (unreadable !== null) return reject(unreadable);
            const chunks: Buffer[] = [];
            stream.on('error', reject);
            stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
            stream.on('end', () => {
              files.set(entry.fileName, Buffer.concat(chunks));
              file.readEntry();
            });
          }),
        );
        file.readEntry();
      },
    );
  });
}
