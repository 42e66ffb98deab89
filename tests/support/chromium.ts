import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is installed (`TEST_CHROMIUM` wins); null when there is none. */
export function findChromium(): string | null {
  const named = process.env.TEST_CHROMIUM;
  return [...(named ? [named] : []), ...PATHS].find((path) => existsSync(path)) ?? null;
}

/** The same engine without a window around each page, which takes two thirds of the time of a new one. */
const SHELL = '/usr/lib/chromium/chromium-headless-shell';

/** For tests: the shell where it is installed, else what there is. */
export const findForTests = (): string | null =>
  process.env.TEST_CHROMIUM === undefined && existsSync(SHELL) ? SHELL : findChromium();

/**
 * Off, as Playwright wants them; a second list would replace its own. The last line are pages of the address bar: Chromium loads two of them for
 * each new context, 0.7 s of CPU of the 1.7 that a page of ours takes with its context.
 */
const FEATURES_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay',
  'MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,TcpPortRandomizationWin',
  'OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch',
  'WebUIOmniboxAimPopup,WebUIOmniboxPopup,WebUIOmniboxFullPopup',
];

/** A headless browser asks nothing of the internet. */
const ARGS = [
  `--disable-features=${FEATURES_OFF.join(',')}`,
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // As a browser with a window draws letters: to the bit the same picture.
  '--font-render-hinting=slight',
];

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGS });
