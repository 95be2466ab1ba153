import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { staticFile } from '../demo/static-files.ts';
import type { NamedCard } from './card-samples.ts';

/** Card widths in pixels: the narrowest phone, and a channel on a desktop. */
export const WIDTHS = { phone: 320, desktop: 620 } as const;
export type Width = keyof typeof WIDTHS;
/** How many of them stand side by side, with 20 pixels between and around. */
const COLUMNS = { phone: 5, desktop: 2 } as const;
export type Theme = 'light' | 'dark';

/** What a drawn card looks like to a program. */
export interface DrawnCard {
  name: string;
  /** Everything that is wider than its place, described; empty for a card that fits. */
  tooWide: string[];
  /** Short words that are broken in the middle. */
  torn: string[];
  /** Controls, images and inputs that a screen reader could not name. */
  unnamed: string[];
  /** The visible text. */
  text: string;
  /** Addresses of the links in the texts; buttons are none. */
  anchors: string[];
  /** Names shown as mentions of people. */
  mentions: string[];
  /** Elements that no card of ours is made of, by tag. */
  foreign: string[];
  /** What the renderer complained about. */
  complaints: string[];
}

/** Any address will do: every request of the page is answered from here, and no other is let out. */
const ORIGIN = 'http://cards.invalid';

/**
 * A page that draws cards as the demo does: Microsoft's renderer, the Teams host configuration, and markdown as
 * Teams reads it. One page draws any number of cards, one set after the other.
 */
export class CardPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, projectRoot: string): Promise<CardPage> {
    const page = await browser.newPage({ deviceScaleFactor: 1 });
    await page.route('**/*', async (route) => {
      const path = new URL(route.request().url()).pathname;
      const file = route.request().url().startsWith(ORIGIN) ? await fileFor(path, projectRoot) : null;
      if (file === null) return route.abort();
      return route.fulfill({ body: file.content, contentType: file.type });
    });
    await page.goto(`${ORIGIN}/`);
    await page.waitForFunction('typeof globalThis.drawCards === "function"');
    return new CardPage(page);
  }

  /** Draws the cards in place of those before, as a client does that draws charts or none, and tells how they came out. */
  async draw(cards: readonly NamedCard[], theme: Theme, width: Width, charts = false): Promise<DrawnCard[]> {
    await this.page.setViewportSize({ width: 20 + COLUMNS[width] * (WIDTHS[width] + 20), height: 900 });
    const input = { cards, theme, width: WIDTHS[width], charts };
    return this.page.evaluate(`globalThis.drawCards(${JSON.stringify(input)})`);
  }

  /** A picture of what was drawn last, as PNG. */
  picture(): Promise<Buffer> {
    return this.page.screenshot({ fullPage: true, animations: 'disabled' });
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

async function fileFor(path: string, projectRoot: string): Promise<{ type: string; content: Buffer } | null> {
  const own: Record<string, [name: string, type: string]> = {
    '/': ['sheet.html', 'text/html; charset=utf-8'],
    '/sheet.js': ['sheet.js', 'text/javascript; charset=utf-8'],
    '/measure.js': ['measure.js', 'text/javascript; charset=utf-8'],
    '/sheet.css': ['sheet.css', 'text/css; charset=utf-8'],
  };
  const found = own[path];
  if (found === undefined) return staticFile(path, projectRoot);
  const folder = join(projectRoot, 'src', 'simulator', 'cards', 'page');
  return { type: found[1], content: await readFile(join(folder, found[0])) };
}
