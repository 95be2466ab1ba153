import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Letters of the same shape on every machine: the pictures and the measurements depend on them.
  '--font-render-hinting=none',
];

/** Where Chromium is, or null. `chosen` is what CHROMIUM_PATH says. */
export function browserPath(chosen: string | undefined): string | null {
  const path = chosen || '/usr/bin/chromium';
  return existsSync(path) ? path : null;
}

/** Starts a Chromium that talks to nobody by itself. Whoever starts it closes it. */
export const launchBrowser = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, args });
