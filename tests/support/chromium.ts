import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is installed (`TEST_CHROMIUM` wins); null when there is none. */
export function findChromium(): string | null {
  const named = process.env.TEST_CHROMIUM;
  return [...(named ? [named] : []), ...PATHS].find((path) => existsSync(path)) ?? null;
}

/** A headless browser that asks nothing of the internet. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
