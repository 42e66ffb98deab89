import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeSet } from '../support/messages.ts';
import { FLOOR, fillHistory, playFloor, SCENES } from '../support/scenes.ts';
import {
  chromium,
  isDrawn,
  isLive,
  overflow,
  type Size,
  shoot,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

const before = (at: Date, minutes: number) => new Date(at.getTime() - minutes * 60_000).toISOString();

/** Something is drawn on a canvas of the page's own. */
const isInked = (canvas: Locator) =>
  canvas.evaluate(
    (element: {
      width: number;
      height: number;
      getContext(kind: '2d'): { getImageData(...box: number[]): { data: Uint8Array } };
    }) => {
      const { data } = element.getContext('2d').getImageData(0, 0, element.width, element.height);
      return data.some((value) => value > 0);
    },
  );

describe.skipIf(!chromium)(`floor${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it('sorts the bays by who needs a trainer, and an alert that was seen stands back', async () => {
    const { station, url, members, access } = await serve(new FakeStation(FLOOR));
    access.here = identity('admin');
    members.add({ id: access.here.memberId!, alias: 'Ada' });
    const page = await open(url, { size: 'desktop' });
    const tablet = await open(url, { size: 'phone' });
    await isLive(page);
    await isLive(tablet);
    playFloor(station);
    const names = () => page.locator('.card h2').allInnerTexts();
    await expect.poll(async () => (await names()).slice(0, 3)).toEqual(['Corner', 'Door', 'Centre']);
    const stalled = page.getByTestId('alerts').getByRole('listitem').filter({ hasText: 'Stalled' });
    await stalled.getByRole('button', { name: 'Mark as seen: Stalled, Door' }).focus();
    await page.keyboard.press('Enter');
    await stalled.getByText(/seen by Ada, \d\d:\d\d/).waitFor();
    await expect.poll(async () => (await names()).indexOf('Door')).toBeGreaterThan(1);
    await tablet.getByText(/seen by Ada/).waitFor();
    await page.reload();
    await isLive(page);
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual(['Corner', 'Centre']);
    const alert = station.bay('bay-5')?.alerts[0];
    station.alert('bay-5', { ...alert, active: false });
    await expect.poll(async () => (await names())[0]).toBe('Corner');
    await expect.poll(() => page.getByText('Hold missed again and again').count()).toBe(0);
  });

  it('looks the same where the browser has no other thread to draw the cards', async () => {
    const station = new FakeStation(FLOOR);
    playFloor(station);
    const { url } = await serve(station);
    const [page, other] = [await open(`${url}/floor`, { size: 'desktop' }), await open(url, { size: 'desktop' })];
    await other.addInitScript('delete HTMLCanvasElement.prototype.transferControlToOffscreen');
    await other.goto(`${url}/floor`);
    const rings = [page, other].map((one) => one.getByRole('img', { name: '7 reps' }).first().locator('canvas'));
    const ringsOf = () => Promise.all(rings.map(async (ring) => (await ring.screenshot()).toString('base64')));
    await expect.poll(() => isInked(rings[1]!)).toBe(true);
    await expect.poll(async () => new Set(await ringsOf()).size).toBe(1);
    await expect(isInked(rings[0]!)).rejects.toThrow(/transferred|offscreen/i);
  });

  it('leads to a bay with its curve, its sets of today and what can be done, and back', async () => {
    const { station, url } = await serve(new FakeStation(FLOOR), 0, (history) => fillHistory(history, 'bay-1'));
    const page = await open(url, { size: 'desktop' });
    await isLive(page);
    const card = page.getByRole('link', { name: /Window/ });
    SCENES['member-resting'](station, 'bay-1');
    await expect.poll(() => card.innerText()).toMatch(/resting.*80\skg/s);
    // Whoever comes next isn't resting, and nothing of that set stays.
    SCENES.member(station, 'bay-1');
    await expect.poll(() => card.innerText()).not.toMatch(/resting|80\skg/);
    SCENES.ascending(station, 'bay-1');
    await card.click();
    await page.getByRole('heading', { name: 'Window' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/floor/bay-1');
    for (const heightMm of [310, 340, 380]) station.frame('bay-1', { heightMm });
    await expect.poll(() => isInked(page.getByTestId('trace'))).toBe(true);
    await page.getByRole('button', { name: 'End the set' }).click();
    await page.getByText('The set was ended.').waitFor();
    await page.getByLabel('Exercise').selectOption('squat');
    await page.getByText('The bay now expects: Squat.').waitFor();
    expect(station.calls).toEqual(['endSet bay-1', 'selectExercise bay-1 squat']);
    await page.goBack();
    await page.getByRole('heading', { name: 'Floor' }).waitFor();
  });

  it('a trainer on a phone gives a set to somebody in three touches, and takes it back', async () => {
    const { station, url, members, history, access } = await serve(new FakeStation(FLOOR), 0, (kept) =>
      fillHistory(kept, 'bay-1'),
    );
    const mira = members.add({ alias: 'Mira' });
    members.add({ alias: 'Theo' });
    access.here = identity('admin');
    members.add({ id: access.here.memberId!, alias: 'Ada' });
    station.session('bay-1', { kind: 'member', memberId: mira.id, alias: 'Mira' });
    const page = await open(`${url}/floor`, { size: 'phone' });
    await isLive(page);
    const newest = history.details[0]!;
    await page.getByRole('link', { name: /Window/ }).click();
    await page
      .getByRole('button', { name: /^Correct the set of/ })
      .first()
      .click();
    const sheet = page.getByTestId('correct');
    await sheet.getByText('Mira', { exact: true }).click();
    await sheet.getByText('The set now belongs to Mira.').waitFor();
    expect(newest.set.memberId).toBe(mira.id);
    await sheet.getByText('Admin Ada gave a set to another member: no one → Mira').waitFor();
    await isDrawn(page);
    await shoot(page, 'correct-phone-dark');
    expect(await violations(page)).toEqual([]);
    await sheet.getByLabel('Another member: search by name').fill('the');
    await sheet.getByRole('button', { name: 'Theo' }).click();
    await sheet.getByText('The set now belongs to Theo.').waitFor();
    await sheet.getByRole('button', { name: 'Undo', exact: true }).click();
    await sheet.getByText('Undone.').waitFor();
    expect(newest.set.memberId).toBe(mira.id);
    await sheet.getByRole('button', { name: 'Delete the set' }).click();
    await sheet.getByText('The set is deleted.').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    // What was done last can be undone where it was done, also when the sheet is gone.
    const rows = page.getByTestId('todays-sets').locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(history.details.length - 1);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => rows.count()).toBe(history.details.length);
    // What was done to one set is not offered for undoing in the sheet of another.
    await rows.nth(1).getByRole('button').click();
    await sheet.getByLabel('Exercise').waitFor();
    expect(await sheet.getByText('Undone.').count()).toBe(0);
  });

  it('tells every set of a long day, and begins a new one at midnight though nobody touches the page', async () => {
    const noon = new Date(2026, 4, 5, 12);
    const { url } = await serve(new FakeStation(), 0, (history) => {
      for (let minute = 0; minute < 200; minute++)
        history.details.push({ set: makeSet('bay-1', { startedAt: before(noon, minute) }), reps: [] });
    });
    const page = await open('about:blank', { size: 'phone', mayComplain: true });
    await page.clock.setFixedTime(noon);
    await page.goto(`${url}/floor/bay-1`);
    const rows = page.getByTestId('todays-sets').locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(150);
    await page.getByRole('button', { name: 'Older sets' }).click();
    await expect.poll(() => rows.count()).toBe(200);
    expect(await page.getByRole('button', { name: 'Older sets' }).count()).toBe(0);
    await page.clock.setFixedTime(new Date(2026, 4, 6, 0, 0, 1));
    await page.getByText('No sets today.').waitFor();
    await page.clock.setFixedTime(noon);
    await expect.poll(() => rows.count()).toBe(200);
  });

  it('a trainer begins a set again, says what is on the bar and who is on the bay', async () => {
    const { station, url, members } = await serve(new FakeStation(FLOOR), 0, (kept) => fillHistory(kept, 'bay-1'));
    members.add({ alias: 'Mira' });
    SCENES.ascending(station, 'bay-1');
    const page = await open(`${url}/floor/bay-1`, { size: 'desktop' });
    await isLive(page);
    await page.getByRole('button', { name: 'Restart the set' }).click();
    await page.getByText('The set was restarted').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Undone.').waitFor();
    expect(members.rows.map(({ kind }) => kind)).toEqual(['delete', 'undo']);
    await page.getByLabel('Load on the bar').fill('82.5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The bay now uses 82.5 kg.').waitFor();
    await page.getByLabel('Sign a member in: search by name').fill('mi');
    await page.getByRole('button', { name: 'Mira' }).click();
    await page.getByText('Mira is signed in.').waitFor();
    expect(members.calls.slice(-1)).toEqual([`start bay-1 member`]);
    expect(station.calls).toEqual(['setLoad bay-1 82.5']);
  });

  it('shows a bay that fell silent as such', async () => {
    const { station, url } = await serve(new FakeStation({ 'bay-1': 'Left', 'bay-2': 'Right' }));
    const page = await open(url, { size: 'desktop', scheme: 'light' });
    await isLive(page);
    SCENES.partial(station, 'bay-2');
    const beat = setInterval(() => station.frame('bay-1', {}), 200);
    const silent = () => page.locator('.card[data-activity=stale] h2').allInnerTexts();
    await expect.poll(silent).toEqual(['Right']);
    expect(await violations(page)).toEqual([]);
    clearInterval(beat);
  });

  const looks: [Size, 'dark' | 'light'][] = [
    ['desktop', 'dark'],
    ['hd', 'light'],
    ['phone', 'light'],
    ['kiosk', 'dark'],
  ];
  it.each(looks)('is whole and accessible: %s, %s', async (size, scheme) => {
    const station = new FakeStation(FLOOR);
    playFloor(station);
    const { url } = await serve(station, 0, (history) => fillHistory(history, 'bay-4'));
    const page = await open(`${url}/floor`, { size, scheme });
    for (const [path, part] of [
      ['/floor', '.card'],
      ['/floor/bay-4', '[data-testid=todays-sets]'],
    ] as const) {
      await page.goto(url + path);
      await isLive(page);
      await page.locator(part).first().waitFor();
      await isDrawn(page);
      await shoot(page, `${path.slice(1).replace('/', '-')}-${size}-${scheme}`);
      expect(await overflow(page), `${path}: wider than the screen`).toBe(false);
      expect(await violations(page), `${path}: axe`).toEqual([]);
    }
  });
});
