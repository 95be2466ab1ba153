import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browserPath, launchBrowser } from './cards/browser.ts';
import { CardPage } from './cards/card-page.ts';
import type { Theme, Width } from './cards/card-page.ts';
import { cardSamples } from './cards/card-samples.ts';
import { walkCard } from './teams/card-walk.ts';

/**
 * `npm run cards [-- --out <folder>]`: pictures of every card and form with its sample data, as on the narrowest phone
 * and on a desktop, light and dark; those with charts once more as a client draws them that knows charts. Prints their paths, and what does not fit or has no name; then the exit code is 1.
 * CHROMIUM_PATH says where the browser is, if not at /usr/bin/chromium.
 */
const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const path = browserPath(process.env['CHROMIUM_PATH']);
  if (path === null) {
    console.error('No browser: install Chromium, or say where it is in CHROMIUM_PATH.');
    return 1;
  }
  const folder = values.out === undefined ? await mkdtemp(join(tmpdir(), 'dragoman-cards-')) : resolve(values.out);
  await mkdir(folder, { recursive: true });
  const samples = await cardSamples(projectRoot);
  const browser = await launchBrowser(path);
  const faults: string[] = [];
  try {
    const page = await CardPage.open(browser, projectRoot);
    const charted = samples.filter(({ card }) => walkCard(card).some(({ type }) => type.startsWith('Chart.')));
    for (const width of ['phone', 'desktop'] satisfies Width[])
      for (const theme of ['light', 'dark'] satisfies Theme[])
        for (const charts of [false, true]) {
          for (const drawn of await page.draw(charts ? charted : samples, theme, width, charts)) {
            const found = [
              ...drawn.tooWide.map((what) => `too wide: ${what}`),
              ...drawn.torn.map((word) => `torn apart: ${word}`),
              ...drawn.unnamed.map((what) => `without a name: ${what}`),
              ...drawn.complaints,
            ];
            faults.push(...found.map((what) => `${drawn.name}, ${width}, ${theme}: ${what}`));
          }
          const file = join(folder, `${charts ? 'charts' : 'cards'}-${width}-${theme}.png`);
          await writeFile(file, await page.picture());
          console.log(file);
        }
  } finally {
    await browser.close();
  }
  for (const fault of faults) console.error(fault);
  return faults.length === 0 ? 0 : 1;
}

process.exitCode = await main();
