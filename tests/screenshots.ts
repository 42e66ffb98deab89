/**
 * `npm run screenshots`: pictures of every page at three sizes, of the running product with its simulated lifters, the moving picture of the
 * README (`npm run screenshots -- rep` makes that one alone, `-- pages` all the others), and the page that shows them. Takes some four minutes, since the lifters live in real time.
 */

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { parseConfig } from '../src/app/config/config.ts';
import { readScreenKey } from '../src/app/people/access/screen-page.ts';
import { Station } from '../src/app/station.ts';
import type { Consents, NewProgramme } from '../src/contracts/members.ts';
import { findChromium, launchChromium } from './support/chromium.ts';
import { film } from './support/film.ts';
import { addMember } from './support/members.ts';
import { pastWeeks } from './support/past-weeks.ts';
import { signedIn } from './support/signed-in.ts';
import { until } from './support/until.ts';

const PICTURES = fileURLToPath(new URL('../../dashboard/screenshots/', import.meta.url));
const DASHBOARD = fileURLToPath(new URL('../dashboard', import.meta.url));
const PATIENCE_MS = 180_000;
/** Of a moment that was over before its picture was taken, on a busy machine. */
const MOST_TRIES = 3;

const SIZES = [
  { name: 'kiosk', words: '800 × 480', width: 800, height: 480, scheme: 'dark' },
  { name: 'phone', words: 'phone', width: 390, height: 844, scheme: 'dark' },
  { name: 'desktop', words: 'desktop, light', width: 1280, height: 800, scheme: 'light' },
] as const;

const SCENES = {
  'bay-idle': 'No one is signed in',
  'bay-greeted': 'A member has tapped in',
  'bay-lifting': 'On the way up',
  'bay-holding': 'In the hold',
  'bay-resting': 'Rest, and the next set',
  floor: 'Every bay, for the trainer',
  'floor-bay': 'One bay, for the trainer',
  set: 'One set, looked at closely',
  history: 'A member’s sets and records',
  trends: 'A member’s trends',
  admin: 'Members and cards',
  'set-up': 'Set-up of a bay',
} as const;
type Scene = keyof typeof SCENES;

/** Window: nine clean reps at half the usual speed, so that there is time for a picture, then a rest. Mirror: nobody is there yet. Corner: no board is plugged in. Door: somebody entered a wrong load. */
const CONFIG = `
web: { port: 0, publicUrl: http://lockout.local }
mqtt: { url: none }
bays:
  - { id: bay-1, name: Window, simulator: { seed: 13, timeScale: 0.5 } }
  - { id: bay-2, name: Mirror, simulator: { timeScale: 0.25 } }
  - { id: bay-3, name: Corner, board: { port: /dev/ttyACM0 } }
  - { id: bay-4, name: Door, simulator: { seed: 4 } }
`;
const WRONG_LOAD_KG = 120;
const CONSENTS: Consents = { showAlias: true, keepRecordings: true, shareSets: false, acrossGyms: false };
const PEOPLE = [
  { alias: 'Mira', uid: '04A2B3C4D5E680', consents: CONSENTS },
  { alias: 'Ben', uid: '74103794', consents: CONSENTS },
] as const;
const PLAN: NewProgramme = {
  exercise: 'hip-thrust',
  sets: 3,
  repsMin: 8,
  repsMax: 10,
  holdS: 2,
  tempo: null,
  load: { kind: 'load', loadKg: 80 },
  restS: 90,
  note: 'Chin down, ribs down.',
};
const PAST_DAYS = 9;

const chromium = findChromium();
if (!chromium) throw new Error('no Chromium is installed; on Debian: sudo apt-get install chromium');
const folder = mkdtempSync(join(tmpdir(), 'lockout-screenshots-'));
/** The pictures take their place when all of them are there. */
const OUT = join(folder, 'pictures');
mkdirSync(OUT);
const loaded = { ...parseConfig(CONFIG, join(folder, 'lockout.yaml')), file: null };
const station = new Station({ loaded, dashboardDir: DASHBOARD, logger: pino({ level: 'warn' }) });
const { page: url } = await signedIn(
  () => readScreenKey(loaded.dataDir),
  () => station.start(),
);
const [bay1, bay2, bay3, bay4] = station.bays;
if (!bay1 || !bay2 || !bay3 || !bay4) throw new Error('four bays are configured');
// Nobody lifts before the pages are there.
await Promise.all(station.bays.map((bay) => bay.supervisor.stop()));
const { store } = station.writeQueue;
for (const person of PEOPLE) {
  const id = await addMember(store, loaded.dataDir, person);
  await store.programmes.put(id, 0, PLAN, new Date().toISOString(), { id: null, role: 'screenshots' });
}
await station.presence.read();

const browser = await launchChromium(chromium);
/** One page at each size. The screens of bays have no more rights than a screen; the other pages are an admin's. */
const openPages = (rights: 'screen' | 'admin'): Promise<Page[]> =>
  Promise.all(
    SIZES.map(async ({ width, height, scheme }) => {
      const authorization = `Bearer ${station.members.access.localKey}`;
      const context = await browser.newContext({
        viewport: { width, height },
        locale: 'en-GB',
        ...(rights === 'admin' && { extraHTTPHeaders: { authorization } }),
      });
      await context.addInitScript(`localStorage.setItem('lockout-settings', '{"scheme":"${scheme}"}')`);
      return context.newPage();
    }),
  );
const goTo = (pages: readonly Page[], path: string) => Promise.all(pages.map((page) => page.goto(url + path)));
/** At the moment; once more when it was over before the picture was taken. */
const shootAt = async (page: Page, file: string, isTheMoment: () => boolean) => {
  const path = join(OUT, `${file}.png`);
  // A page that says that its computer is too slow is not what it looks like.
  const isNow = () => isTheMoment() && !station.pace.now.isSlow;
  for (let tries = 0; tries === 0 || (tries < MOST_TRIES && !isNow()); tries++) {
    await until(isNow, PATIENCE_MS);
    await page.screenshot({ path });
  }
};
const shoot = async (pages: readonly Page[], scene: Scene, isTheMoment: () => boolean = () => true) => {
  for (const [index, page] of pages.entries()) await shootAt(page, `${scene}-${SIZES[index]?.name}`, isTheMoment);
  console.log(scene);
};

/** At its own speed: two reps, from the bottom to the bottom. */
async function filmed(): Promise<Uint8Array> {
  const filming = await browser.newContext({ viewport: { width: 800, height: 480 }, locale: 'en-GB' });
  const moving = await filming.newPage();
  await moving.goto(`${url}/bay/bay-4`);
  await moving.locator('.page[data-stale=false]').waitFor();
  bay4!.supervisor.start();
  const isDown = (reps: number) => () => bay4!.current.view.countedReps >= reps && bay4!.current.view.phase === 'rest';
  await until(isDown(2), PATIENCE_MS);
  const moved = await film(moving, until(isDown(4), PATIENCE_MS));
  await filming.close();
  console.log('rep');
  return moved;
}
const REP = join(PICTURES, 'rep.webp');
const only = process.argv[2];
const rep = only === 'pages' ? readFileSync(REP) : await filmed();
if (only === 'pages') bay4.supervisor.start();
if (only === 'rep') {
  writeFileSync(REP, rep);
  await browser.close();
  await station.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

writeFileSync(join(OUT, 'rep.webp'), rep);
const screens = await openPages('screen');
const others = await openPages('screen');
const admins = await openPages('admin');
const large = await browser.newPage({ viewport: { width: 800, height: 480 }, deviceScaleFactor: 2, locale: 'en-GB' });
await goTo(screens, '/bay/bay-1');
await goTo(others, '/bay/bay-2');
await goTo([large], '/bay/bay-1');
await Promise.all([...screens, ...others].map((page) => page.locator('.page[data-stale=false]').waitFor()));

/** Before the first set; on a machine that is too busy the lifter is there before the pictures are, and this never comes. */
const isUntouched = () => !bay2.current.view.inSet && bay2.snapshot().lastSet === null;
bay2.supervisor.start();
await until(() => bay2.board.state === 'ok', PATIENCE_MS);
await Promise.all(others.map((page) => page.locator('svg.qr').waitFor()));
await shoot(others, 'bay-idle', isUntouched);
await station.presence.tap('bay-2', PEOPLE[1].uid, 'screenshots');
await Promise.all(others.map((page) => page.getByText('Hello Ben').waitFor()));
await shoot(others, 'bay-greeted', isUntouched);

await station.presence.tap('bay-1', PEOPLE[0].uid, 'screenshots');
bay4.setLoad(WRONG_LOAD_KG);
for (const bay of [bay1, bay3]) bay.supervisor.start();
const view = () => bay1.current.view;
await shoot(screens, 'bay-lifting', () => view().countedReps >= 1 && view().phase === 'ascending');
/** The target is nearly met: the moment that the page is made for. */
const isHeld = () => view().countedReps >= 4 && view().phase === 'lockout' && view().holdS >= 1;
await shootAt(large, 'bay', isHeld);
await shoot(screens, 'bay-holding', isHeld);
await until(() => bay1.snapshot().lastSet !== null, PATIENCE_MS);
await Promise.all(screens.map((page) => page.getByTestId('rest-ring').waitFor()));
await shoot(screens, 'bay-resting');

await until(() => bay3.board.state === 'lost' && bay4.alerts.length > 0, PATIENCE_MS);
await goTo(admins, '/floor');
await Promise.all(admins.map((page) => page.locator('.card').nth(3).waitFor()));
await shoot(admins, 'floor');
const set = bay1.snapshot().lastSet;
if (!set) throw new Error('the set on the first bay has ended');
const done = await until(async () => (await station.writeQueue.store.getSet(set.id)) ?? null, PATIENCE_MS);
await station.writeQueue.store.write(pastWeeks(done, PAST_DAYS));
for (const [scene, path, part] of [
  ['floor-bay', '/floor/bay-1', '[data-testid=todays-sets] a'],
  ['set', `/set/${set.id}`, '.uplot canvas'],
  ['history', `/member/${set.memberId}/history`, '[data-testid=history] .set'],
  ['trends', `/member/${set.memberId}/trends`, '.uplot canvas'],
  ['admin', '/members', '[data-testid=members] .row'],
  ['set-up', '/set-up/bay-4', '.stages'],
] as const) {
  await goTo(admins, path);
  await Promise.all(admins.map((page) => page.locator(part).first().waitFor()));
  await shoot(admins, scene);
}
await browser.close();
await station.stop();
writeFileSync(join(OUT, 'README.md'), index());
rmSync(PICTURES, { recursive: true, force: true });
cpSync(OUT, PICTURES, { recursive: true });
rmSync(folder, { recursive: true, force: true });
console.log(`${PICTURES} written`);

/** The page that shows them all. */
function index(): string {
  const rows = (Object.keys(SCENES) as Scene[]).map((scene) => {
    const pictures = SIZES.map(({ name, words }) => `![${SCENES[scene]}, ${words}](${scene}-${name}.png)`);
    return `## ${SCENES[scene]}\n\n| ${SIZES.map(({ words }) => words).join(' | ')} |\n|---|---|---|\n| ${pictures.join(' | ')} |\n`;
  });
  return `# Screenshots\n\nOf the running product with its simulated lifters, by \`npm run screenshots\`. The pictures are written, not drawn: change the page.\n\n${rows.join('\n')}`;
}
