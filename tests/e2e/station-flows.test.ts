/** The product as people use it, on the running station: from the tap of a card to the history of its owner. */

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../support/read-csv.ts';
import { chromium, isLive, overflow, savedFile, text, useChromium, whyNot } from './dashboard-support.ts';
import { counts, LIFTING, logIn, PLAN, startGym, verdictsOf } from './flow-support.ts';

const CARD = '04A2B3C4D5E680';
const MIRA = { login: 'mira', secret: '4711' };
const PUBLIC_URL = 'http://lockout.gym.example';
const KEEPS = { showAlias: true, keepRecordings: true, shareSets: false, acrossGyms: false };

/** Rows of a CSV by the names of its columns; none of the columns that are read here is quoted. */
function rowsIn(file: string): Record<string, string>[] {
  const [names = [], ...rows] = readCsv(readFileSync(file));
  return rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index] ?? '', cell])));
}

/** As the pages round them. */
const seconds = (value: string) => (Math.floor(Number(value) * 10 + 1e-6) / 10).toFixed(1);
const velocity = (value: string | number) => Number(value).toFixed(2);

const cells = (page: Page, column: number) =>
  page.getByTestId('rep-table').locator(`tbody tr td:nth-of-type(${column})`).allInnerTexts();

describe.skipIf(!chromium)(`the running station, used${whyNot}`, { timeout: 180_000 }, () => {
  const { open } = useChromium();

  it('tap in, lift, rest, tap out; then history, trend, curve and export on a phone, with the figures of the screen', async () => {
    const gym = await startGym();
    await gym.addPerson({ alias: 'Mira', ...MIRA, consents: KEEPS, uid: CARD, plan: PLAN });
    const screen = await open(gym.url);
    await isLive(screen);
    await screen.getByText('Tap your card').waitFor();
    await gym.tap(CARD);
    await screen.getByText('Hello Mira').waitFor();
    await expect.poll(() => text(screen, 'who')).toBe('Mira');
    await expect.poll(() => text(screen, 'plan')).toMatch(/1 of 3.*6 to 8.*80 kg/s);

    const verdicts = await verdictsOf(screen);
    gym.lifterComes();
    await counts(screen, 1);
    await expect.poll(verdicts, LIFTING).toMatch(/Rep \d counts.*held 0\.[2-5]\ss/);
    await expect.poll(verdicts, LIFTING).toMatch(/Not counted.*cm/);
    await screen.getByText('Set done').waitFor(LIFTING);
    const rested = () => screen.getByTestId('rest-ring').innerText();
    await expect.poll(rested).toMatch(/\d:\d\d/);
    const before = await rested();
    await expect.poll(rested).not.toBe(before);
    const lastSet = async () => (await text(screen, 'last-set')).replace(/\s+/g, ' ');
    await expect.poll(lastSet).toMatch(/[67] counted, .* set 2 of 3 /);
    const told = await lastSet();
    const [reps = ''] = /\d(?= counted)/.exec(told) ?? [];

    await gym.tap(CARD);
    await screen.getByText('Leaving?', { exact: true }).waitFor();
    await gym.tap(CARD);
    await screen.getByText('Goodbye', { exact: true }).waitFor();
    await expect.poll(() => text(screen, 'who')).toBe('Tap in');

    const phone = await open(`${gym.url}/me`, { size: 'phone' });
    await logIn(phone, MIRA);
    await phone.getByRole('heading', { level: 1, name: 'Mira' }).waitFor();
    await expect.poll(async () => (await text(phone, 'today-totals')).replace(/\s+/g, ' ')).toContain(`Reps ${reps} `);
    await phone.getByRole('link', { name: 'Trends' }).click();
    await phone.locator('.uplot canvas').first().waitFor();
    await phone.getByText(/^now [\d,.]+ kg$/).waitFor();
    await phone.getByRole('link', { name: 'Me', exact: true }).click();
    const download = phone.waitForEvent('download');
    await phone.getByRole('link', { name: /^Table \(CSV\)/ }).click();
    const rows = rowsIn(await savedFile(await download));
    await phone.getByRole('link', { name: 'History' }).click();
    const set = phone.getByTestId('history').locator('.set');
    await set.first().waitFor();
    expect(await set.count()).toBe(1);
    expect((await set.innerText()).replace(/\s+/g, ' ')).toContain(`${reps} reps · `);
    await set.click();
    await phone.getByTestId('rep-table').waitFor();
    await phone.locator('.uplot canvas').first().waitFor();
    expect(await phone.locator('.uplot').count()).toBe(3);
    expect(await overflow(phone)).toBe(false);

    const counted = rows.filter(({ verdict }) => verdict === 'counted');
    expect(counted.length).toBe(Number(reps));
    expect(rows.length).toBeGreaterThan(counted.length);
    expect(await cells(phone, 3)).toEqual(rows.map(({ hold_s }) => (hold_s ? seconds(hold_s) : '–')));
    expect(await cells(phone, 6)).toEqual(rows.map(({ mean_velocity_mps = '' }) => velocity(mean_velocity_mps)));
    const meanHoldS = counted.reduce((sum, { hold_s }) => sum + Number(hold_s), 0) / counted.length;
    expect(told).toContain(`${seconds(String(meanHoldS))} s`);
    const fastestMps = Math.max(...counted.map(({ mean_velocity_mps }) => Number(mean_velocity_mps)));
    expect(told).toContain(`${velocity(fastestMps)} m/s`);
  });

  it('the first admin, a member, a card that nobody knows: enrolled, and greeted at its next tap', async () => {
    const gym = await startGym();
    const screen = await open(gym.url);
    await isLive(screen);
    const desk = await open(`${gym.url}/log-in`, { size: 'desktop' });
    await desk.getByRole('button', { name: 'Set it up with the code' }).click();
    await desk.getByLabel('One-time code').fill(gym.setUpCode ?? '');
    await desk.getByLabel('Your name on screens').fill('Ada');
    await desk.getByLabel('Login name').fill('ada');
    await desk.getByLabel('Password').fill('long enough to be safe');
    await desk.getByRole('button', { name: 'Create the account' }).click();
    await desk.waitForURL('**/floor');

    await gym.tap(CARD);
    await screen.getByText('Unknown card').waitFor();
    await screen.getByText(/E680/).waitFor();
    await desk.goto(`${gym.url}/members`);
    await desk.getByLabel('Name on screens').fill('Nova');
    await desk.getByRole('button', { name: 'Add', exact: true }).click();
    await desk.getByRole('button', { name: 'Add a card: Nova' }).click();
    await screen.getByText('Card for Nova').waitFor();
    await gym.tap(CARD);
    await Promise.all([
      desk.getByText('The card is added.').waitFor(),
      screen.getByText('Card added', { exact: true }).waitFor(),
    ]);
    await gym.tap(CARD);
    await screen.getByText('Hello Nova').waitFor();
  });

  it('the floor follows the bay, says who needs a trainer, and the set is ended from there', async () => {
    // Longer than the simulated lifter holds.
    const gym = await startGym({ timeScale: 1, targetHoldS: 3 });
    const theo = { login: 'theo', secret: 'four reps before noon' };
    await gym.addPerson({ alias: 'Theo', role: 'trainer', ...theo });
    const floor = await open(`${gym.url}/log-in`, { size: 'desktop' });
    await logIn(floor, theo);
    await floor.waitForURL('**/floor');
    await isLive(floor);
    gym.lifterComes();
    const card = floor.locator('.card');
    await card.and(floor.locator('[data-activity=lifting]')).waitFor(LIFTING);
    await card.getByText('Hold missed again and again').waitFor(LIFTING);
    await floor.getByRole('button', { name: /^Mark as seen: Hold missed/ }).click();
    await floor.getByTestId('alerts').getByText('seen by Theo').waitFor();
    await card.click();
    await floor.getByRole('button', { name: 'End the set' }).click();
    await floor.getByText('The set was ended.').waitFor();
    await floor.getByTestId('todays-sets').getByRole('link').first().waitFor();
    await floor.getByTestId('todays-sets').getByRole('link').first().click();
    await floor.getByTestId('rep-table').waitFor();
  });

  it('the code on the screen, read by a phone: logged in, tapped in, and the screen knows', async () => {
    const gym = await startGym({ publicUrl: PUBLIC_URL });
    await gym.addPerson({ alias: 'Mira', ...MIRA, consents: KEEPS, plan: PLAN });
    const given: string[] = [];
    const screen = await open('about:blank');
    screen.on('response', async (answer) => {
      if (answer.url().endsWith('/claim-code')) given.push(((await answer.json()) as { url: string }).url);
    });
    await screen.goto(gym.url);
    const drawn = await screen.locator('svg.qr path').getAttribute('d');
    // The page has drawn what it was given before the browser tells of it.
    await expect.poll(() => given).toHaveLength(1);
    const modules = encode(given[0] ?? '', { ecc: 'M', border: 2 }).data.map((row) => row.map(Number).join(''));
    expect(squares(drawn ?? '', modules.length)).toEqual(modules);

    expect(given[0]).toContain(`${PUBLIC_URL}/`);
    const phone = await open((given[0] ?? '').replace(PUBLIC_URL, gym.url), { size: 'phone' });
    await logIn(phone, MIRA);
    await phone.getByText('Tap in as Mira?').waitFor();
    await phone.getByRole('button', { name: 'Tap in here' }).click();
    await phone.getByText(/^You are signed in at /).waitFor();
    await screen.getByText('Hello Mira').waitFor();
    await expect.poll(() => text(screen, 'who')).toBe('Mira');
    await expect.poll(() => screen.locator('svg.qr').count()).toBe(0);
    await phone.getByRole('link', { name: 'To my sets' }).click();
    await phone.getByRole('heading', { level: 1, name: 'Mira' }).waitFor();
  });
});

/** The dark squares of a drawn code, row by row. */
function squares(path: string, size: number): string[] {
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
  return [...Array(size).keys()].map((y) => [...Array(size).keys()].map((x) => Number(dark.has(`${x} ${y}`))).join(''));
}
