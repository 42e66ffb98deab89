/** `npm run screenshots`: the pictures of the README, taken from the running product with its simulated lifter. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { parseConfig } from '../src/app/config.ts';
import { Station } from '../src/app/station.ts';
import { findChromium, launchChromium } from './support/chromium.ts';

const OUT = fileURLToPath(new URL('../../dashboard/screenshots/', import.meta.url));
const DASHBOARD = fileURLToPath(new URL('../dashboard', import.meta.url));
/** In a hold whose target is nearly met: the moment that the page is made for. */
const WORTH_A_PICTURE = { reps: 5, holdS: 0.7 };

const chromium = findChromium();
if (!chromium) throw new Error('no Chromium is installed; on Debian: sudo apt-get install chromium');
const folder = mkdtempSync(join(tmpdir(), 'lockout-screenshots-'));
const loaded = { ...parseConfig('web: { port: 0 }\nmqtt: { url: none }', join(folder, 'lockout.yaml')), file: null };
const station = new Station({ loaded, dashboardDir: DASHBOARD, logger: pino({ level: 'warn' }) });
const { page: url } = await station.start();
const browser = await launchChromium(chromium);
const kiosk = await browser.newPage({ viewport: { width: 800, height: 480 }, deviceScaleFactor: 2 });
await kiosk.goto(url);
const view = () => station.bays[0]!.current.view;
while (
  !(view().countedReps >= WORTH_A_PICTURE.reps && view().phase === 'lockout' && view().holdS >= WORTH_A_PICTURE.holdS)
) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
mkdirSync(OUT, { recursive: true });
await kiosk.screenshot({ path: join(OUT, 'bay.png') });
await browser.close();
await station.stop();
rmSync(folder, { recursive: true, force: true });
console.log(`${OUT}bay.png written`);
