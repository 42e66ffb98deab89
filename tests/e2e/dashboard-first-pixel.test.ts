/** A page is right from its first pixel: nothing moves when its data come, and what doesn't come is said. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeLift } from '../support/lift.ts';
import { FLOOR, fillHistory, playFloor } from '../support/scenes.ts';
import { chromium, follow, isDrawn, isLive, shoot, useDashboard, whyNot } from './dashboard-support.ts';

/** Web Vitals calls 0.1 good. */
const MOST_SHIFT = 0.02;
const WATCH = `
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries())
      if (!hadRecentInput)
        shifts.push({ value, what: sources.map(({ node }) => node?.parentElement?.className + ' > ' + (node?.className ?? node?.nodeName)) });
  }).observe({ type: 'layout-shift', buffered: true });
`;
const PATHS = [
  '/floor',
  '/bay/bay-4',
  '/bay/bay-2',
  '/floor/bay-1',
  '/me',
  '/me/history',
  '/members',
  '/admin',
  '/admin/config',
];

describe.skipIf(!chromium)(`first pixel${whyNot}`, { timeout: 300_000 }, () => {
  const { serve, open } = useDashboard();

  async function serveAdmin(port = 0) {
    const station = new FakeStation(FLOOR);
    const lift = makeLift('bay-1');
    const served = await serve(station, port, (history) => {
      fillHistory(history);
      history.details.unshift(lift.detail);
      history.recordings.set(lift.detail.set.id, lift.recording);
    });
    const me = served.members.add({ alias: 'Ada Lang', role: 'admin' });
    served.access.here = identity('admin', { memberId: me.id, alias: 'Ada Lang', bays: null });
    playFloor(station);
    // A greeting stands for seconds: that it goes moves what is below it, and is meant to.
    for (const bay of Object.keys(FLOOR)) if (station.bay(bay)?.presence) station.presence(bay, { greeting: null });
    return { ...served, station };
  }
  const isThere = async (page: Page) => {
    await page.locator('h1').first().waitFor();
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
    await isDrawn(page);
  };

  it.each([
    ['phone', 390, 844],
    ['kiosk', 800, 480],
    ['desktop', 1440, 900],
  ] as const)('is where it stays: %s', async (name, width, height) => {
    const { url, history } = await serveAdmin();
    const page = await open(`${url}/floor`, {
      mayComplain: true,
      context: { viewport: { width, height } },
    });
    await isThere(page);
    // As someone sees it who was here before; answers take their time, live values none.
    await page.addInitScript(WATCH);
    await page.route('**/api/**', (route) => setTimeout(() => void route.continue(), 150));
    const moved: Record<string, unknown> = {};
    for (const path of [...PATHS, `/set/${history.details[0]!.set.id}`]) {
      await page.goto(url + path);
      await isThere(page);
      const shifts = await page.evaluate<{ value: number; what: string[] }[]>('shifts');
      const sum = shifts.reduce((all, { value }) => all + value, 0);
      if (sum >= MOST_SHIFT) moved[path] = { sum, shifts };
      if (sum >= MOST_SHIFT) await shoot(page, `shift-${name}-${path.replaceAll(/\W+/g, '_')}`);
    }
    expect(JSON.stringify(moved, null, 1)).toBe('{}');
  });

  it('says that the station answers slowly, and shows what comes when it comes', async () => {
    const { url } = await serveAdmin();
    const page = await open(`${url}/floor`);
    await isLive(page);
    let answer = () => {};
    const asked = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/v1/members?*', async (route) => {
      await asked;
      await route.continue();
    });
    await follow(page, '/members');
    await page.getByText('The station answers slowly. Still waiting.').waitFor();
    await shoot(page, 'slow-members');
    answer();
    await page.getByTestId('members').waitFor();
    expect(await page.locator('[aria-busy=true]').count()).toBe(0);
  });

  it('tells a device without a network from a station that has stopped, and asks again by itself', async () => {
    const { url, app, port } = await serveAdmin();
    const page = await open(`${url}/floor`, { mayComplain: true });
    await isLive(page);
    await app.close();
    await page.getByText('No connection').waitFor();
    await page.getByText(/Check that the station is on/).waitFor();
    await shoot(page, 'station-stopped');
    await page.context().setOffline(true);
    await follow(page, '/members');
    await page.getByText('This device is offline').first().waitFor();
    await page.getByText('Turn on its Wi-Fi or plug in its cable.').first().waitFor();
    await shoot(page, 'device-offline');
    await page.context().setOffline(false);
    await serveAdmin(port);
    await page.getByTestId('members').waitFor();
    expect(await page.getByText('This device is offline').count()).toBe(0);
  });
});
