import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TeamsAppError } from './app-manifest.ts';
import { renderManifest } from './render-manifest.ts';
import type { Placeholders } from './render-manifest.ts';
import { zip } from './zip.ts';

/** Side lengths in pixels that Teams wants. */
const ICON_SIZES = { color: 192, outline: 32 } as const;

/**
 * The package an administrator uploads to Teams: the manifest of `folder`, filled in, and its two icons, all at the
 * root of a zip. The same input gives the same bytes.
 * @throws TeamsAppError that says what is wrong with the manifest or an icon
 */
export async function buildAppPackage(folder: string, placeholders: Placeholders): Promise<Buffer> {
  const manifest = renderManifest(await readFile(join(folder, 'manifest.json'), 'utf8'), placeholders);
  const { color, outline } = manifest.icons;
  const icons = [
    { name: color, content: await readIcon(folder, color, ICON_SIZES.color) },
    { name: outline, content: await readIcon(folder, outline, ICON_SIZES.outline) },
  ];
  return zip([{ name: 'manifest.json', content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) }, ...icons]);
}

async function readIcon(folder: string, name: string, size: number): Promise<Buffer> {
  const content = await readFile(join(folder, name)).catch((error: unknown) => {
    throw new TeamsAppError([`${name}: ${error instanceof Error ? error.message : String(error)}`]);
  });
  const isPng = content.subarray(1, 4).toString('latin1') === 'PNG' && content.length > 24;
  const found = isPng ? `a PNG of ${content.readUInt32BE(16)} x ${content.readUInt32BE(20)}` : 'no PNG';
  const wanted = `a PNG of ${size} x ${size}`;
  if (found !== wanted) throw new TeamsAppError([`${name}: found ${found}; accepted: ${wanted}`]);
  return content;
}
