/** What trainers plan for many, on the running station: a list of members, groups, templates with weeks, the calendar. */
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { de } from '../../dashboard/src/locales/de.ts';
import { en } from '../../dashboard/src/locales/en.ts';
import type { Member, MemberPage } from '../../src/contracts/members.ts';
import { newSet } from '../integration/store-samples.ts';
import {
  chromium,
  isDrawn,
  isLive,
  overflow,
  type Size,
  shoot,
  text,
  useChromium,
  violations,
  whyNot,
} from './dashboard-support.ts';
import { startGym } from './flow-support.ts';

const ANA = { login: 'ana', secret: 'four words without sense' };
const TEXTS = { en, de } as const;
const LIST = [
  'Anzeigename;Name;Login;Karte;Ort',
  ...Array.from({ length: 10 }, (_, n) => `Lifter ${n};Lifter Number ${n};lifter${n};04A2B3C4D5E6${n}0;Bonn`),
  'Again;;lifter3;;Bonn',
  ';;nobody;;Bonn',
].join('\r\n');
const csv = (text: string) => ({ name: 'members.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') });

const looks: [Size, 'en' | 'de', 'dark' | 'light'][] = [
  ['desktop', 'en', 'light'],
  ['phone', 'de', 'dark'],
  ['kiosk', 'en', 'dark'],
];

describe.skipIf(!chromium)(`what a trainer plans for many${whyNot}`, { timeout: 180_000 }, () => {
  const { open } = useChromium();

  async function atGym(size: Size, language: 'en' | 'de', scheme: 'dark' | 'light' = 'dark', mayComplain = false) {
    const gym = await startGym();
    const ana = await gym.addPerson({ alias: 'Ana', role: 'trainer', ...ANA });
    const context = { locale: language === 'de' ? 'de-DE' : 'en-GB' };
    const page = await open(gym.url, { size, scheme, context, mayComplain });
    await page.context().clearCookies();
    const words = TEXTS[language];
    await page.goto(`${gym.url}/log-in`);
    await page.getByLabel(words.account.login).fill(ANA.login);
    await page.getByLabel(words.account.secret).fill(ANA.secret);
    await page.getByRole('button', { name: words.account.logIn }).click();
    await page.getByRole('navigation', { name: words.menu.title }).waitFor();
    const everyone = async () => {
      const answer = await gym.asAdmin(`${gym.url}/api/v1/members?limit=99`);
      return ((await answer.json()) as MemberPage).members;
    };
    const looked = async (what: string) => {
      await isDrawn(page);
      await shoot(page, `plans-${what}-${size}-${language}-${scheme}`);
      expect(await overflow(page), what).toBe(false);
      expect(await violations(page), what).toEqual([]);
    };
    return { gym, page, words, ana, everyone, looked };
  }

  /** With a card each, as a list brings them. */
  async function bringIn(page: Page, words: typeof en, list = LIST) {
    await page.getByLabel(words.plans.imports.file).setInputFiles(csv(list));
    await page.getByRole('button', { name: words.plans.imports.add(10) }).click();
    await page.getByText(words.plans.imports.added(10)).waitFor();
  }

  it.each(looks)(
    'brings in a list, sees what becomes of each row, and takes it back: %s, %s, %s',
    async (size, language, scheme) => {
      const { gym, page, words, everyone, looked } = await atGym(size, language, scheme);
      const { imports } = words.plans;
      await page.goto(`${gym.url}/members`);
      await page.getByLabel(imports.file).setInputFiles(csv(LIST));
      await page.getByText(imports.result(10, 2)).waitFor();
      await page.getByText(imports.ignored('Ort')).waitFor();
      const row = (line: number) =>
        page
          .getByTestId('import-rows')
          .getByRole('row')
          .filter({ has: page.getByRole('cell', { name: String(line), exact: true }) });
      expect(await row(12).innerText()).toContain(`${imports.faults['login-twice']} (${imports.otherLine(5)})`);
      expect(await row(13).innerText()).toContain(imports.faults['no-name']);
      expect(await row(2).innerText()).toMatch(new RegExp(`Lifter 0.*lifter0.*…E600.*${imports.adds}`, 's'));
      await looked('import-preview');
      // Looking changes nothing.
      expect(await everyone()).toHaveLength(1);

      await bringIn(page, words);
      expect((await everyone()).filter(({ cards, login }) => cards === 1 && login?.startsWith('lifter'))).toHaveLength(
        10,
      );
      await page.getByRole('link', { name: 'Lifter 7' }).waitFor();
      await looked('import-done');

      // The same list again: all of it is there already.
      await page.getByLabel(imports.file).setInputFiles(csv(LIST));
      await page.getByText(imports.result(0, 12)).waitFor();
      // Who has lifted since stays.
      const kept = (await everyone()).find(({ alias }) => alias === 'Lifter 4')!;
      const set = newSet({ bay: 'bay-1', memberId: kept.id });
      await gym.station.writeQueue.store.write({ sets: [set] });
      await page.getByTestId('imports').getByRole('button', { name: imports.undo }).click();
      await page.getByText(imports.undone(9, 1)).waitFor();
      expect((await everyone()).map(({ alias }) => alias)).toEqual(['Ana', 'Lifter 4']);
      await page.getByTestId('imports').getByText(imports.wasUndone).waitFor();
      await page.reload();
      await page.getByTestId('imports').getByText(imports.wasUndone).waitFor();
    },
  );

  it.each(looks)(
    'plans weeks, copies them to a group, and sees who did what: %s, %s, %s',
    async (size, language, scheme) => {
      const { gym, page, words, everyone, looked } = await atGym(size, language, scheme);
      const { plans, menu } = words;
      await page.goto(`${gym.url}/members`);
      await bringIn(page, words);
      const lifters = (await everyone()).filter(({ role }) => role === 'member');

      // A group of three.
      await page.getByRole('navigation', { name: menu.title }).getByRole('link', { name: menu.programmes }).click();
      await page.getByText(plans.templates.none).waitFor();
      await looked('no-templates');
      await page.getByRole('link', { name: plans.tabs.groups }).click();
      await page.getByText(plans.groups.none).waitFor();
      await page.getByRole('button', { name: plans.groups.add }).click();
      await page.getByLabel(plans.name, { exact: true }).fill('Monday course');
      for (const n of [1, 2, 3]) {
        await page.getByLabel(plans.groups.find).fill(`Lifter ${n}`);
        await page.getByRole('button', { name: `Lifter ${n}`, exact: true }).click();
        await page
          .getByTestId('chosen')
          .getByRole('button', { name: plans.groups.takeOut(`Lifter ${n}`) })
          .waitFor();
      }
      await looked('group-form');
      await page.getByRole('button', { name: plans.save }).click();
      await page.getByTestId('groups').getByText(plans.groups.members(3)).waitFor();
      await looked('groups');

      // A template of four weeks, of which the last is light.
      await page.getByRole('link', { name: plans.tabs.templates }).click();
      await page.getByRole('button', { name: plans.templates.add }).click();
      await page.getByLabel(plans.name, { exact: true }).fill('Strength');
      await page.getByLabel(plans.templates.weeks, { exact: true }).fill('4');
      await page.getByRole('textbox', { name: words.member.programme.load, exact: true }).fill('60');
      await page.getByLabel(plans.templates.loadStep).fill('5');
      await page.getByText(plans.templates.hasLight, { exact: true }).click();
      await looked('template-form');
      await page.getByRole('button', { name: plans.save }).click();
      await page.getByText(plans.templates.showWeeks).click();
      const weeks = page.getByTestId('templates').locator('.row');
      await expect
        .poll(() => weeks.allInnerTexts().then((all) => all.map((one) => one.replace(/\s+/g, ' '))))
        .toEqual([
          expect.stringMatching(/1 .*60 kg/),
          expect.stringMatching(/2 .*65 kg/),
          expect.stringMatching(/3 .*70 kg/),
          expect.stringMatching(new RegExp(`4 .*55 kg.*${plans.templates.light}`)),
        ]);
      await looked('templates');

      // To the group and one more, since two weeks.
      await page.getByRole('button', { name: plans.templates.copyLong('Strength') }).click();
      await page.getByLabel('Monday course').check();
      await page.getByLabel(plans.groups.find).fill('Lifter 9');
      await page.getByRole('button', { name: 'Lifter 9', exact: true }).click();
      await page.getByLabel(plans.templates.startsOn).fill(dayText(-15));
      await looked('copy');
      await page.getByRole('button', { name: plans.templates.copyTo(4) }).click();
      await page.getByText(plans.templates.copied(4)).waitFor();
      const [first, , third] = [1, 2, 3].map((n) => lifters.find(({ alias }) => alias === `Lifter ${n}`)!);
      await page.goto(`${gym.url}/member/${first!.id}/programme`);
      await page.getByTestId('course').getByText(plans.course.week(3, 4)).waitFor();
      await page.getByText(/70 kg/).first().waitFor();
      await looked('member-programme');

      // Her bay goes by the third week.
      await gym.ask('POST', '/bays/bay-1/session', { kind: 'member', memberId: first!.id });
      await page.goto(`${gym.url}/bay/bay-1`);
      await isLive(page);
      await expect.poll(() => text(page, 'plan')).toMatch(/70\s*kg/);

      // Two sets today, of three.
      const startedAt = new Date().toISOString();
      const done = [1, 2].map(() =>
        newSet({ id: newId(), bay: 'bay-1', memberId: third!.id, startedAt, endedAt: startedAt, countedReps: 8 }),
      );
      await gym.station.writeQueue.store.write({ sets: done });
      await page.goto(`${gym.url}/programmes/calendar`);
      const cell = page.getByTestId('calendar').getByRole('row').filter({ hasText: 'Lifter 3' });
      await cell.getByText(plans.calendar.sets(2, 3), { exact: true }).waitFor();
      await looked('calendar');
      await page.getByRole('button', { name: plans.calendar.earlier }).click();
      await page.getByText(plans.calendar.none).waitFor();

      // What is deleted is gone; what was copied stays.
      await page.getByRole('link', { name: plans.tabs.templates }).click();
      await page.getByRole('button', { name: plans.removeLong('Strength') }).click();
      await page.getByRole('button', { name: plans.remove, exact: true }).click();
      await page.getByText(plans.templates.removed).waitFor();
      await page.goto(`${gym.url}/member/${first!.id}/programme`);
      await page.getByTestId('course').waitFor();
    },
  );

  it('says in words what is wrong with a list, and adds nothing of it', async () => {
    const { gym, page, words, everyone } = await atGym('phone', 'en', 'dark', true);
    await page.goto(`${gym.url}/members`);
    const file = page.getByLabel(words.plans.imports.file);
    await file.setInputFiles(csv('Town;Street\nBonn;Main Street\n'));
    await page.getByText('The first line must name the columns').waitFor();
    await file.setInputFiles(csv('alias\nMira\n"Ada\n'));
    await page.getByText(/cannot be read at line 3/).waitFor();
    expect(await violations(page)).toEqual([]);
    // Put right, it is looked at again.
    await file.setInputFiles(csv('alias\nMira\nAda\n'));
    await page.getByText(words.plans.imports.result(2, 0)).waitFor();
    expect((await everyone()).map(({ alias }: Member) => alias)).toEqual(['Ana']);
  });
});

/** A local day, so many days from today. */
function dayText(days: number): string {
  const now = new Date();
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  return [day.getFullYear(), String(day.getMonth() + 1).padStart(2, '0'), String(day.getDate()).padStart(2, '0')].join(
    '-',
  );
}
