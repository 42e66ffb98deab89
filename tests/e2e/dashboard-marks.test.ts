/** What a member says of a set and makes of it: warm-up, RPE, note, a picture, paper; and the week. */
import { describe, expect, it } from 'vitest';
import { identity } from '../support/fake-access.ts';
import { makeSet } from '../support/messages.ts';
import {
  bytesOf,
  chromium,
  isDrawn,
  overflow,
  type Size,
  shoot,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

const SAYS = {
  en: {
    locale: 'en-GB',
    warmUp: /^Warm-up/,
    isWarmUp: 'The set is now a warm-up.',
    rpe: /RPE/,
    rpeSaved: 'The RPE is saved.',
    note: 'Note',
    save: 'Save',
    noteSaved: 'The note is saved.',
    undo: 'Undo',
    share: 'Share as a picture',
    name: /^With my name/,
    make: 'Create the picture',
    made: 'The picture is ready.',
    thisWeek: 'This week',
    before: 'The week before',
  },
  de: {
    locale: 'de-DE',
    warmUp: /^Aufwärmsatz/,
    isWarmUp: 'Der Satz ist jetzt ein Aufwärmsatz.',
    rpe: /RPE/,
    rpeSaved: 'Gespeichert, wie schwer es war.',
    note: 'Notiz',
    save: 'Speichern',
    noteSaved: 'Die Notiz ist gespeichert.',
    undo: 'Rückgängig',
    share: 'Als Bild teilen',
    name: /^Mit meinem Namen/,
    make: 'Bild machen',
    made: 'Das Bild ist fertig.',
    thisWeek: 'Diese Woche',
    before: 'Die Woche davor',
  },
};

describe.skipIf(!chromium)(`a set in the member’s words${whyNot}`, () => {
  const { serve, open } = useDashboard();

  async function served() {
    const web = await serve();
    const mira = web.members.add({ alias: 'Mira' });
    const set = makeSet('bay-1', {
      memberId: mira.id,
      hasRecording: false,
      loadKg: 80,
      startedAt: new Date().toISOString(),
      endedAt: new Date().toISOString(),
    });
    web.history.details.push({ set, reps: [] });
    web.access.here = identity('member', { memberId: mira.id, alias: 'Mira' });
    return { ...web, mira, set };
  }

  it.each(['en', 'de'] as const)(
    'keeps warm-up, RPE and note, each with its way back, and makes a picture of what is wanted: %s',
    async (name) => {
      const says = SAYS[name];
      const { url, set, history } = await served();
      const page = await open(`${url}/set/${set.id}`, {
        size: 'phone',
        context: { locale: says.locale, acceptDownloads: true },
      });
      const now = () => history.details[0]!.set;
      await page.getByRole('switch', { name: says.warmUp }).press('Space');
      await page.getByText(says.isWarmUp).waitFor();
      expect(now().isWarmUp).toBe(true);
      await page.getByRole('button', { name: says.undo, exact: true }).click();
      await expect.poll(() => now().isWarmUp).toBe(false);
      await page.getByLabel(says.rpe).selectOption('8.5');
      await page.getByText(says.rpeSaved).waitFor();
      await page.getByLabel(says.note, { exact: true }).fill('left foot slipped');
      await page.getByRole('button', { name: says.save, exact: true }).click();
      await page.getByText(says.noteSaved).waitFor();
      expect(now()).toMatchObject({ rpe: 8.5, note: 'left foot slipped' });

      await page.getByRole('button', { name: says.share, exact: true }).click();
      const withName = page.getByRole('switch', { name: says.name });
      expect(await withName.isChecked()).toBe(false);
      await withName.press('Space');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: says.make }).click();
      const file = await bytesOf(await download);
      await page.getByText(says.made).waitFor();
      expect(file.subarray(1, 4).toString()).toBe('PNG');
      expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([1080, 1350]);
      expect(file.length).toBeGreaterThan(10_000);
    },
  );

  it.each(['en', 'de'] as const)(
    'shows a week from Monday on, warm-ups apart, and the week before: %s',
    async (name) => {
      const says = SAYS[name];
      const { url, mira, history } = await served();
      history.details.push({
        set: makeSet('bay-1', { memberId: mira.id, isWarmUp: true, startedAt: new Date().toISOString() }),
        reps: [],
      });
      const page = await open(`${url}/member/${mira.id}/history`, { size: 'phone', context: { locale: says.locale } });
      const week = page.getByTestId('week');
      await week.getByRole('heading', { name: says.thisWeek }).waitFor();
      await expect.poll(() => week.locator('tbody tr').count()).toBe(7);
      await expect.poll(() => week.innerText()).toContain('1 + 1');
      await week.getByRole('button', { name: says.before }).click();
      await expect.poll(() => week.innerText()).not.toContain('1 + 1');
    },
  );

  it('on paper there is nothing to press, and the page is black on white', async () => {
    const { url, set } = await served();
    const page = await open(`${url}/set/${set.id}`, { size: 'desktop' });
    await page.getByTestId('rep-table').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('button:visible, .button:visible').count()).toBe(0);
    expect(await page.locator('.set-summary__count').isVisible()).toBe(true);
    const colour = await page.evaluate<string>(
      "getComputedStyle(document.documentElement).getPropertyValue('--ground')",
    );
    expect(colour.trim()).toMatch(/^#fff(fff)?$/);
  });

  const looks: [Size, 'dark' | 'light', string][] = [
    ['phone', 'light', 'de-DE'],
    ['kiosk', 'dark', 'es-ES'],
    ['desktop', 'dark', 'en-GB'],
  ];
  it.each(looks)('is whole and accessible: %s, %s, %s', async (size, scheme, locale) => {
    const { url, set, mira } = await served();
    const page = await open(`${url}/set/${set.id}`, { size, scheme, context: { locale } });
    const look = async (name: string) => {
      await isDrawn(page);
      await shoot(page, `${name}-${size}-${scheme}-${locale}`);
      expect(await overflow(page)).toBe(false);
      expect(await violations(page)).toEqual([]);
    };
    await page.locator('.set-marks').waitFor();
    await look('marks');
    await page.goto(`${url}/member/${mira.id}/history`);
    await page.locator('.week tbody tr').first().waitFor();
    await look('week');
  });
});
