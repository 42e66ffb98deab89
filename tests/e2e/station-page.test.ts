import { expect, test } from 'vitest';
import { findForTests, launchChromium } from '../support/chromium.ts';
import { startStation } from '../support/station.ts';
import { counts, LIFTING } from './flow-support.ts';

const chromium = findForTests();

test.skipIf(!chromium)(
  `the page of the running station counts the simulated lifter's reps${chromium ? '' : ' (skipped: no chromium installed)'}`,
  async () => {
    const { station, page: url, screen } = await startStation();
    const browser = await launchChromium(chromium!);
    try {
      const page = await browser.newPage({ viewport: { width: 800, height: 480 } });
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        const isOwn = request.url().startsWith(url) || request.url() === screen;
        if (!isOwn && !request.url().startsWith('data:')) complaints.push(`asks for ${request.url()}`);
      });
      // The kiosk opens the file that only its user can read, and is paired by it.
      await page.goto(screen as string);
      await page
        .getByText(/simulated/i)
        .first()
        .waitFor();
      await counts(page, 1);
      await counts(page, 2);
      expect(station.bays[0]!.current.view.countedReps).toBeGreaterThanOrEqual(2);
      // The hold timer runs while the bar is at the top.
      const hold = page.locator('[data-testid=hold-time]');
      const shown = new Set<string>();
      await expect
        .poll(async () => shown.add(await hold.innerText()).size, { ...LIFTING, interval: 100 })
        .toBeGreaterThan(3);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
