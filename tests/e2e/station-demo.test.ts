/** The demo as a visitor uses it: every role by one click, and the configuration with its decision. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runLockout, tempFolder } from '../support/station.ts';
import { chromium, overflow, SIZES, type Size, shoot, useChromium, violations, whyNot } from './dashboard-support.ts';

/** Of the formulas' past, which is written after the page is there. */
const PATIENT = { timeout: 120_000 };

const WORDS = {
  'en-GB': {
    lifter: 'Lifter',
    trainer: 'Trainer',
    admin: 'Admin',
    trends: 'Trends',
    save: 'Save',
    keep: 'Keep the demo',
    leave: 'Leave the demo',
    left: /^Saved as .*lockout\.yaml\. This is the demo until the next start/,
  },
  'de-DE': {
    lifter: 'Mitglied',
    trainer: 'Trainer',
    admin: 'Admin',
    trends: 'Verlauf',
    save: 'Speichern',
    keep: 'Demo behalten',
    leave: 'Demo verlassen',
    left: /^Gespeichert als .*lockout\.yaml\. Bis zum nächsten Start ist dies die Demo/,
  },
} as const;

describe.skipIf(!chromium)(`demo${whyNot}`, () => {
  const { open } = useChromium();

  it.each([
    ['en-GB', 'desktop', 'dark'],
    ['de-DE', 'phone', 'light'],
    ['de-DE', 'kiosk', 'dark'],
  ] as const)(
    'is seen as lifter, trainer and admin, and left on purpose (%s, %s, %s)',
    async (locale, size, scheme) => {
      const words = WORDS[locale];
      const folder = tempFolder();
      const running = runLockout(['run', '--demo'], { folder });
      const [, url] = await running.printed(/page\s+(\S+)/, PATIENT.timeout);
      await running.printed(/see it as/, PATIENT.timeout);
      const [width, height] = SIZES[size satisfies Size];
      const page = await open(url as string, {
        size,
        scheme,
        // Who is not known yet may not listen.
        mayComplain: true,
        context: { locale, viewport: { width, height } },
      });
      const bar = page.getByRole('complementary', { name: 'Demo' });
      const become = (role: string) => bar.getByRole('button', { name: role, exact: true }).click();
      const looks = async (name: string) => {
        await bar.getByRole('button', { pressed: true }).waitFor();
        await shoot(page, `demo-${name}-${locale}-${size}-${scheme}`);
        expect(await overflow(page), name).toBe(false);
        expect(await violations(page), name).toEqual([]);
      };
      await bar.getByRole('button', { name: words.lifter }).waitFor(PATIENT);
      // The bar comes with the answer who one is; the log-in below it is a file of its own.
      await page.locator('h1').first().waitFor();
      expect(await violations(page)).toEqual([]);
      await shoot(page, `demo-stranger-${locale}-${size}-${scheme}`);

      await become(words.lifter);
      await page.getByRole('heading', { name: 'Mira (demo)' }).waitFor(PATIENT);
      await page.goto(`${page.url().replace(/\/$/, '')}/trends`);
      await page.locator('.uplot canvas').first().waitFor(PATIENT);
      await looks('lifter');

      await become(words.trainer);
      await page.locator('.card').nth(2).waitFor(PATIENT);
      await looks('trainer');

      await become(words.admin);
      await page.locator('a[href="/admin/config"]').first().waitFor(PATIENT);
      await looks('admin');
      await page.goto(`${url}/admin/config`);
      await page.getByRole('button', { name: words.save }).click(PATIENT);
      const dialog = page.getByRole('dialog');
      await dialog.getByText(join(folder, 'data/demo/lockout.yaml')).waitFor(PATIENT);
      await looks('decision');
      expect(existsSync(join(folder, 'lockout.yaml'))).toBe(false);
      await dialog.getByRole('button', { name: words.keep }).click();
      await expect.poll(() => existsSync(join(folder, 'data/demo/lockout.yaml')), PATIENT).toBe(true);
      await page.getByRole('button', { name: words.save }).click();
      await dialog.getByRole('button', { name: words.leave }).click();
      await page.getByRole('status').filter({ hasText: words.left }).waitFor(PATIENT);
      expect(readFileSync(join(folder, 'lockout.yaml'), 'utf8')).toContain('name: Mirror');
    },
  );
});
