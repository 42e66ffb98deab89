/** What members do side by side, on the running station: a class by one clock, and the leaderboard. */
import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { de } from '../../dashboard/src/locales/de.ts';
import { en } from '../../dashboard/src/locales/en.ts';
import type { Member, NewMember } from '../../src/contracts/members.ts';
import { newSet } from '../integration/store-samples.ts';
import { startStation } from '../support/station.ts';
import {
  chromium,
  cutOff,
  isDrawn,
  isLive,
  overflow,
  type Size,
  shoot,
  useChromium,
  violations,
  whyNot,
} from './dashboard-support.ts';

const TEXTS = { en, de } as const;
const ANA = { login: 'ana', secret: 'four words without sense' };
const MIRA = { login: 'mira', secret: '4711' };
const ON =
  'bays: [{ id: bay-1, name: Window }, { id: bay-2, name: Door }]\nfloor: { leaderboard: true, classMode: true }';

const looks: [Size, 'en' | 'de', 'dark' | 'light'][] = [
  ['desktop', 'en', 'light'],
  ['phone', 'de', 'dark'],
  ['kiosk', 'de', 'light'],
];

describe.skipIf(!chromium)(`side by side${whyNot}`, { timeout: 180_000 }, () => {
  const { open } = useChromium();

  async function gymWith(yaml: string) {
    const started = await startStation({ yaml });
    const { station, asAdmin, page: url } = started;
    for (const bay of station.bays) await bay.supervisor.stop();
    const add = async (member: NewMember) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await asAdmin(`${url}/api/v1/members`, { method: 'POST', headers, body: JSON.stringify(member) });
      expect(answer.status).toBe(201);
      return (await answer.json()) as Member;
    };
    const enter = async (who: typeof ANA, size: Size, language: 'en' | 'de', scheme: 'dark' | 'light' = 'dark') => {
      const context = { locale: language === 'de' ? 'de-DE' : 'en-GB' };
      const page = await open(`${url}/log-in`, { size, scheme, context });
      const words = TEXTS[language];
      await page.getByLabel(words.account.login).fill(who.login);
      await page.getByLabel(words.account.secret).fill(who.secret);
      await page.getByRole('button', { name: words.account.logIn }).click();
      await page.getByRole('navigation', { name: words.menu.title }).waitFor();
      return page;
    };
    return { ...started, url, add, enter };
  }

  it.each(looks)('a class shows one clock on its bays: %s, %s, %s', async (size, language, scheme) => {
    const { station, url, add, enter } = await gymWith(ON);
    await add({ alias: 'Ana', role: 'trainer', ...ANA });
    const words = TEXTS[language].group.class;
    const trainer = await enter(ANA, size, language, scheme);
    const context = { locale: language === 'de' ? 'de-DE' : 'en-GB' };
    const screens = await Promise.all(
      ['bay-1', 'bay-2'].map((id) => open(`${url}/bay/${id}`, { size, scheme, context })),
    );
    for (const screen of screens) await isLive(screen);
    await trainer.goto(`${url}/floor`);
    // Longer than the test takes on a busy machine.
    await trainer.getByLabel(words.work, { exact: true }).fill('1800');
    await trainer.getByLabel(words.rounds).fill('3');
    await isDrawn(trainer);
    await shoot(trainer, `class-panel-${size}-${language}-${scheme}`);
    expect(await overflow(trainer)).toBe(false);
    expect(await violations(trainer)).toEqual([]);
    await trainer.getByRole('button', { name: words.start }).click();
    await trainer.getByText(words.goesOn('Window, Door')).waitFor();
    for (const screen of screens) {
      const clock = screen.getByTestId('class');
      await clock.getByText(words.round(1, 3)).waitFor();
      await expect.poll(() => clock.innerText()).toMatch(/\d+:\d\d/);
      // The first round begins by itself.
      await clock.getByText(words.phases.work, { exact: true }).waitFor();
      await isDrawn(screen);
      expect(await cutOff(screen)).toEqual([]);
      expect(await violations(screen)).toEqual([]);
    }
    await shoot(screens[0]!, `class-bay-${size}-${language}-${scheme}`);
    const [one, other] = station.bays.map((bay) => bay.snapshot().state.class);
    expect(one).toEqual(other);
    await trainer.getByRole('button', { name: words.stop }).click();
    for (const screen of screens) await screen.getByTestId('class').waitFor({ state: 'detached' });
    await trainer.getByRole('button', { name: words.start }).waitFor();
  });

  it.each(looks)(
    'who agrees to it stands on the leaderboard, and nobody else: %s, %s, %s',
    async (size, language, scheme) => {
      const { station, url, add, enter, asAdmin } = await gymWith(ON);
      const words = TEXTS[language];
      const mira = await add({ alias: 'Mira', ...MIRA });
      const ben = await add({ alias: 'Ben' });
      const startedAt = new Date().toISOString();
      const lifted = (memberId: string, countedReps: number) =>
        newSet({
          id: newId(),
          bay: 'bay-1',
          memberId,
          startedAt,
          endedAt: startedAt,
          countedReps,
          enteredLoadKg: 82.5,
        });
      await station.writeQueue.store.write({ sets: [lifted(mira.id, 8), lifted(mira.id, 7), lifted(ben.id, 30)] });
      const page = await enter(MIRA, size, language, scheme);
      await page.goto(`${url}/leaderboard`);
      await page.getByText(words.group.leaderboard.none).waitFor();
      // Nobody agrees for somebody else.
      const headers = { 'content-type': 'application/json' };
      const forBen = { method: 'PUT', headers, body: '{"isOn":true}' };
      expect((await asAdmin(`${url}/api/v1/members/${ben.id}/leaderboard`, forBen)).status).toBe(403);

      await page.goto(`${url}/me/me`);
      await page.getByText(words.group.leaderboard.agree).click();
      await expect.poll(() => station.writeQueue.store.leaderboard.has(mira.id)).toBe(true);
      await page.goto(`${url}/leaderboard`);
      const row = page.getByTestId('leaderboard').locator('tbody tr');
      await expect
        .poll(() => row.allInnerTexts())
        .toEqual([expect.stringMatching(/1\s+Mira\s+15\s+(2\s+)?82[.,]5 kg/)]);
      await isDrawn(page);
      await shoot(page, `leaderboard-${size}-${language}-${scheme}`);
      expect(await overflow(page)).toBe(false);
      expect(await violations(page)).toEqual([]);

      await page.goto(`${url}/me/me`);
      await expect.poll(() => page.getByRole('switch', { name: words.group.leaderboard.agree }).isChecked()).toBe(true);
      await page.getByText(words.group.leaderboard.agree).click();
      await expect.poll(() => station.writeQueue.store.leaderboard.has(mira.id)).toBe(false);
    },
  );

  it('are off unless an admin switches them on', async () => {
    const { url, add, enter, asAdmin } = await gymWith('bays: [{ id: bay-1, name: Window }]');
    await add({ alias: 'Ana', role: 'trainer', ...ANA });
    const page = await enter(ANA, 'desktop', 'en');
    await page.goto(`${url}/floor`);
    await isLive(page);
    await page.getByRole('heading', { name: 'Alerts' }).waitFor();
    expect(await page.getByText(en.group.class.start).count()).toBe(0);
    expect(await page.getByText(en.group.leaderboard.title).count()).toBe(0);
    const wanted = JSON.stringify({ bays: ['bay-1'], workS: 40, restS: 20, rounds: 3 });
    const headers = { 'content-type': 'application/json' };
    expect((await asAdmin(`${url}/api/v1/class`, { method: 'POST', headers, body: wanted })).status).toBe(409);
    expect((await asAdmin(`${url}/api/v1/leaderboard`)).status).toBe(409);
  });
});
