import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { NO_CONSENTS } from '../../src/contracts/members.ts';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { type Lift, makeLift } from '../support/lift.ts';
import {
  chromium,
  isDrawn,
  overflow,
  type Served,
  type Size,
  shoot,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

const LANGUAGES = {
  en: {
    open: 'Wrong count?',
    add: 'Rep missing here: between 3 and 4',
    keep: 'Keep the recording as a case',
    save: 'Save',
    number: 'Only the number',
    more: 'One more',
    remove: 'Remove the case',
    agree: 'Keep my curves from now on',
    yes: 'Rep',
    no: 'No rep',
  },
  de: {
    open: 'Falsch gezählt?',
    add: 'Hier fehlt eine: zwischen 3 und 4',
    keep: 'Die Aufzeichnung als Fall aufheben',
    save: 'Speichern',
    number: 'Nur die Anzahl',
    more: 'Eine mehr',
    remove: 'Den Fall entfernen',
    agree: 'Meine Kurven ab jetzt behalten',
    yes: 'Wiederholung',
    no: 'Keine',
  },
} as const;
type Language = keyof typeof LANGUAGES;

describe.skipIf(!chromium)(`a wrong count${whyNot}`, () => {
  const { serve, open } = useDashboard();

  /** A set of eight movements, of which the station counted seven, and somebody who looks at it. */
  async function lifted(role: 'member' | 'trainer', { keepRecordings = true, hasRecording = true } = {}) {
    const me = identity(role);
    const lift = makeLift('bay-1', { startedAt: new Date(Date.now() - 120_000) });
    const web = await serve(new FakeStation());
    const owner = role === 'member' ? me.memberId! : web.members.add().id;
    const consents = { ...NO_CONSENTS, keepRecordings };
    web.members.add({ id: owner, alias: 'Mira', consents });
    web.access.here = me;
    Object.assign(lift.detail.set, { memberId: owner, hasRecording });
    web.history.details.unshift(lift.detail);
    if (hasRecording) web.history.recordings.set(lift.detail.set.id, lift.recording);
    return { ...web, lift, owner };
  }

  async function opened(web: Served, lift: Lift, size: Size, language: Language, scheme: 'dark' | 'light' = 'dark') {
    const locale = { en: 'en-GB', de: 'de-DE' }[language];
    const page = await open(`${web.url}/set/${lift.detail.set.id}`, { size, scheme, context: { locale } });
    await page.getByRole('button', { name: LANGUAGES[language].open }).click();
    const sheet = page.getByTestId('wrong-count');
    await sheet.waitFor();
    return { page, sheet, words: LANGUAGES[language] };
  }
  const right = (page: Page) => page.getByTestId('right-count').innerText();
  const looks = async (page: Page, name: string) => {
    await isDrawn(page);
    await shoot(page, name);
    expect(await overflow(page), `${name} is wider than the screen`).toBe(false);
    expect(await violations(page), name).toEqual([]);
  };

  it.each([
    ['phone', 'en', 'dark'],
    ['phone', 'de', 'light'],
    ['kiosk', 'en', 'light'],
    ['desktop', 'de', 'dark'],
  ] as const)('is said rep by rep, corrected and kept, on a %s in %s', async (size, language, scheme) => {
    const web = await lifted('trainer');
    const { page, sheet, words } = await opened(web, web.lift, size, language, scheme);
    expect(await right(page)).toContain('7');
    // The short one in the middle was a rep, the first one was none, and one is missing.
    const answers = sheet.getByRole('group', { name: /^(Movement|Bewegung) / });
    await answers.nth(4).getByText(words.yes, { exact: true }).click();
    await answers.nth(0).getByText(words.no, { exact: true }).click();
    await sheet.getByRole('button', { name: words.add }).click();
    expect(await right(page)).toContain('8');
    await looks(page, `wrong-count-${size}-${language}-${scheme}`);
    const keep = sheet.getByRole('switch', { name: words.keep });
    expect(await keep.isChecked()).toBe(true);
    await keep.scrollIntoViewIfNeeded();
    await looks(page, `wrong-count-${size}-${language}-${scheme}-end`);
    await sheet.getByRole('button', { name: words.save }).click();
    await sheet.getByRole('button', { name: words.remove }).waitFor();

    const [kept] = web.members.cases.list;
    expect(kept).toMatchObject({ countedReps: 7, right: { countedReps: 8 } });
    expect(kept?.right.movements.map(({ isRep }) => isRep)).toEqual([false, ...Array(7).fill(true)]);
    expect(kept?.right.missing).toHaveLength(1);
    const { set, reps } = web.history.details[0]!;
    await expect.poll(() => set.countedReps).toBe(7);
    expect(reps.map(({ correction }) => correction)).toEqual([
      'excluded',
      null,
      null,
      null,
      'restored',
      null,
      null,
      null,
    ]);
    // Opened again it says what was said.
    expect(await right(page)).toContain('8');
    await sheet.getByRole('button', { name: words.remove }).click();
    await expect.poll(() => web.members.cases.list).toEqual([]);
  });

  it('is tapped on the curve, and tapped away again', async () => {
    const web = await lifted('trainer');
    const { page, sheet } = await opened(web, web.lift, 'desktop', 'en');
    const curve = sheet.getByTestId('case-curve');
    const box = (await curve.boundingBox())!;
    const tap = () => curve.click({ position: { x: box.width * 0.9, y: box.height / 2 } });
    await tap();
    await expect.poll(() => right(page)).toContain('8');
    await sheet.getByText(/Missing rep, about 3\d\.\d s/).waitFor();
    await tap();
    await expect.poll(() => right(page)).toContain('7');
  });

  it('is at least a number', async () => {
    const web = await lifted('trainer');
    const { page, sheet, words } = await opened(web, web.lift, 'phone', 'en');
    await sheet.getByText(words.number).click();
    await sheet.getByRole('button', { name: words.more }).click();
    await sheet.getByRole('button', { name: words.more }).click();
    await looks(page, 'wrong-count-number-phone');
    await sheet.getByRole('button', { name: words.save }).click();
    await sheet.getByRole('button', { name: words.remove }).waitFor();
    expect(web.members.cases.list).toMatchObject([{ right: { countedReps: 9, movements: [], missing: [] } }]);
    expect(web.history.details[0]!.set.countedReps).toBe(7);
  });

  it.each(['en', 'de'] as const)('asks its member before anything is kept, in %s', async (language) => {
    const web = await lifted('member');
    const { sheet, words } = await opened(web, web.lift, 'phone', language);
    const keep = sheet.getByRole('switch', { name: words.keep });
    expect(await keep.isChecked()).toBe(false);
    expect(await sheet.getByRole('button', { name: words.save }).isDisabled()).toBe(true);
    await sheet.getByText(words.keep).click();
    await sheet.getByRole('button', { name: words.save }).click();
    await sheet.getByRole('button', { name: words.remove }).waitFor();
    expect(web.members.cases.list).toHaveLength(1);
  });

  it.each(['en', 'de'] as const)(
    'without consent is corrected only, says why, and asks for it, in %s',
    async (language) => {
      const web = await lifted('member', { keepRecordings: false, hasRecording: false });
      const { page, sheet, words } = await opened(web, web.lift, 'phone', language, 'light');
      expect(await sheet.getByRole('switch', { name: words.keep }).count()).toBe(0);
      await sheet.getByRole('button', { name: words.agree }).scrollIntoViewIfNeeded();
      await looks(page, `wrong-count-no-consent-${language}`);
      await sheet.getByRole('button', { name: words.agree }).click();
      await expect
        .poll(() => web.members.people.get(web.owner)?.consents)
        .toEqual({ ...NO_CONSENTS, keepRecordings: true });
      const answers = sheet.getByRole('group', { name: /^(Movement|Bewegung) / });
      await answers.nth(4).getByText(words.yes, { exact: true }).click();
      await sheet.getByRole('button', { name: words.save }).click();
      await expect.poll(() => web.history.details[0]!.set.countedReps).toBe(8);
      expect(web.members.cases.list).toEqual([]);
    },
  );

  it('of somebody else tells a trainer who may agree', async () => {
    const web = await lifted('trainer', { keepRecordings: false, hasRecording: false });
    const { sheet, words } = await opened(web, web.lift, 'desktop', 'en');
    await sheet.getByText(/The member has not agreed .* They can agree on their own page/).waitFor();
    expect(await sheet.getByRole('button', { name: words.agree }).count()).toBe(0);
  });
});
