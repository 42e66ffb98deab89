import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { PersonRole } from '../../src/contracts/access.ts';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeRep } from '../support/messages.ts';
import { fillHistory, SCENES } from '../support/scenes.ts';
import {
  chromium,
  cutOff,
  isDrawn,
  isLive,
  overflow,
  SIZES,
  type Size,
  shoot,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

const WORDS = {
  en: { title: 'Where to go', ways: ['Floor', 'Members', 'Programmes', 'Manage', 'My page'], out: 'Log out' },
  de: { title: 'Wohin', ways: ['Übersicht', 'Mitglieder', 'Pläne', 'Verwalten', 'Meine Seite'], out: 'Abmelden' },
} as const;
const ADDRESSES = ['/floor', '/members', '/programmes', '/admin', '/me'];

describe.skipIf(!chromium)(`menu${whyNot}`, () => {
  const { serve, open } = useDashboard();

  async function serveAs(role: PersonRole) {
    const station = new FakeStation({ 'bay-1': 'Window', 'bay-2': 'Door' });
    const served = await serve(station, 0, fillHistory);
    const me = served.members.add({ alias: 'Ada Lang', role });
    const other = served.members.add({ alias: 'Mira' });
    served.access.here = identity(role, { memberId: me.id, alias: 'Ada Lang', bays: null });
    return { ...served, me, other };
  }
  const menu = (page: Page, language: keyof typeof WORDS = 'en') =>
    page.getByRole('navigation', { name: WORDS[language].title });
  const words = (page: Page, language?: keyof typeof WORDS) => menu(page, language).getByRole('link').allInnerTexts();

  it.each([
    ['member', ['Floor', 'My page']],
    ['trainer', ['Floor', 'Members', 'Programmes', 'Manage', 'My page']],
    ['admin', ['Floor', 'Members', 'Programmes', 'Manage', 'My page']],
  ] as const)('stands on every page of a %s, and says where one is', async (role, ways) => {
    const { url, history, other } = await serveAs(role);
    const page = await open(`${url}/me`, { size: 'desktop', mayComplain: true });
    const set = `/set/${history.details[0]!.set.id}`;
    const everywhere: (readonly [string, string | null])[] = [
      ['/', 'Floor'],
      ['/floor', 'Floor'],
      ['/floor/bay-1', 'Floor'],
      ['/bay/bay-1', 'Floor'],
      [set, null],
      ['/me', 'My page'],
      ['/me/history', 'My page'],
      [`/member/${other.id}`, role === 'member' ? null : 'Members'],
      ['/claim', null],
      ['/nowhere', null],
      ...(role === 'member'
        ? []
        : ([
            ['/members', 'Members'],
            ['/admin/members', 'Members'],
            ['/programmes', 'Programmes'],
            ['/admin', 'Manage'],
            ['/set-up/bay-1', 'Manage'],
          ] as const)),
    ];
    for (const [path, here] of everywhere) {
      await page.goto(url + path);
      await menu(page).waitFor();
      expect(await words(page), path).toEqual(ways);
      const current = menu(page).locator('[aria-current=page]');
      if (role !== 'member' || here === 'My page')
        expect(await current.allInnerTexts(), path).toEqual(here === null ? [] : [here]);
    }
  });

  const tight = (['kiosk', 'tablet', 'phone', 'small', 'desktop', 'hd'] as const).flatMap((size) =>
    ['en-GB', 'de-DE', 'es-ES'].map((locale) => [size, locale] as const),
  );
  it.each(tight)('leaves the screen of a bay room for two digits and their target: %s, %s', async (size, locale) => {
    const { url, station } = await serveAs('admin');
    const page = await open(`${url}/bay/bay-1`, { size, context: { locale } });
    await isLive(page);
    SCENES.simulated(station, 'bay-1');
    SCENES['hold-met'](station, 'bay-1');
    const { setId } = station.bay('bay-1')!.reps.at(-1)!;
    for (const n of [8, 9, 10]) station.rep('bay-1', makeRep('bay-1', { n, setId, meanVelocityMps: 0.23 }));
    await page.getByTestId('count').getByText('10').waitFor();
    await isDrawn(page);
    await shoot(page, `menu-ten-${size}-${locale}`);
    expect(await cutOff(page)).toEqual([]);
  });

  const looks: [Size, 'en' | 'de', 'dark' | 'light'][] = [
    ['phone', 'en', 'dark'],
    ['small', 'de', 'light'],
    ['kiosk', 'en', 'light'],
    ['kiosk', 'de', 'dark'],
    ['tablet', 'de', 'dark'],
    ['desktop', 'en', 'light'],
    ['desktop', 'de', 'dark'],
  ];
  it.each(looks)('leads on from the screen of a bay: %s, %s, %s', async (size, language, scheme) => {
    const { url, station } = await serveAs('trainer');
    const said = WORDS[language];
    const context = { locale: language === 'de' ? 'de-DE' : 'en-GB' };
    const page = await open(`${url}/bay/bay-1`, { size, scheme, context });
    await isLive(page);
    SCENES.holding(station, 'bay-1');
    await page.getByTestId('count').getByText('7').waitFor();
    await isDrawn(page);
    await shoot(page, `menu-bay-${size}-${language}-${scheme}`);
    expect(await overflow(page)).toBe(false);
    expect(await cutOff(page)).toEqual([]);
    for (const [at, way] of said.ways.entries()) {
      await menu(page, language).getByRole('link', { name: way }).click();
      await page.waitForURL(url + ADDRESSES[at]!);
      await page.locator('h1').waitFor();
      // A link, and an address that can be loaded again.
      await page.reload();
      await menu(page, language).locator('[aria-current=page]').getByText(way).waitFor();
      await expect.poll(() => page.title()).not.toBe('Lockout');
      await isDrawn(page);
      await shoot(page, `menu-${ADDRESSES[at]!.slice(1)}-${size}-${language}-${scheme}`);
      expect(await overflow(page), way).toBe(false);
      expect(await violations(page), way).toEqual([]);
    }
  });

  it('is within reach of the thumb on a phone, and of the keyboard', async () => {
    const { url } = await serveAs('trainer');
    const page = await open(`${url}/floor`, { size: 'small' });
    await isLive(page);
    const [width, height] = SIZES.small;
    for (const link of await menu(page).getByRole('link').all()) {
      const box = (await link.boundingBox())!;
      expect(box.y).toBeGreaterThan(height * 0.85);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Members');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}/members`);
    // What stands last on a page is above the bar, not below it.
    const isAboveBar = async () => {
      await page.evaluate('scrollTo(0, document.body.scrollHeight)');
      const [last, bar] = await Promise.all([page.locator('main').boundingBox(), menu(page).boundingBox()]);
      return last !== null && bar !== null && last.y + last.height <= bar.y + 1;
    };
    await expect.poll(isAboveBar, { timeout: 60_000 }).toBe(true);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL(`${url}/`);
  });

  it('is not on the screen of a bay, which leads back to itself from everywhere', async () => {
    const served = await serve(new FakeStation());
    served.access.here = identity('screen', { bays: ['bay-1'] });
    const page = await open(`${served.url}/bay/bay-1`, { size: 'kiosk' });
    await isLive(page);
    expect(await menu(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Settings of this screen' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Log in' }).click();
    await page.getByRole('link', { name: 'Back to the bay screen' }).click();
    await isLive(page);
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('a link of the old form, with the page behind a hash, leads to its address', async () => {
    const { url } = await serveAs('trainer');
    const page = await open(`${url}/#/admin/changes`, { size: 'desktop' });
    await page.waitForURL(`${url}/admin/changes`);
    await page.getByText('Kind of change').waitFor();
  });
});
