import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { browserPath, launchBrowser } from '../../src/simulator/cards/browser.ts';
import { CardPage } from '../../src/simulator/cards/card-page.ts';

export const projectRoot = join(__dirname, '..', '..');

/** `describe` for tests that need Chromium; where there is none it says so and skips. */
export function describeWithBrowser(name: string, tests: (launch: () => Promise<Browser>) => void): void {
  const path = browserPath(process.env['CHROMIUM_PATH']);
  if (path !== null) {
    describe(name, () => tests(() => launchBrowser(path)));
    return;
  }
  console.warn(`skipped: ${name} (there is no browser at /usr/bin/chromium or CHROMIUM_PATH)`);
  describe.skip(name, () => tests(() => Promise.reject(new Error('no browser'))));
}

/** The same for tests that draw cards: one browser and one page for all of them. */
export function describeWithCards(name: string, tests: (page: () => CardPage) => void): void {
  describeWithBrowser(name, (launch) => {
    let browser: Browser | undefined;
    let page: CardPage | undefined;
    jest.setTimeout(60_000);
    beforeAll(async () => {
      browser = await launch();
      page = await CardPage.open(browser, projectRoot);
    });
    afterAll(() => browser?.close());
    tests(() => page!);
  });
}
