import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/web/problems.ts';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeLift } from '../support/lift.ts';
import { makeProgramme } from '../support/make-members.ts';
import {
  chromium,
  isDrawn,
  overflow,
  type Size,
  shoot,
  text,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

const DAY_MS = 86_400_000;

describe.skipIf(!chromium)(`member${whyNot}`, () => {
  const { serve, open } = useDashboard('allow');

  /** Mira lifted today and the days before. */
  async function serveMira() {
    const served = await serve(new FakeStation());
    const { members, history } = served;
    const mira = members.add({ alias: 'Mira', cards: 1, login: 'mira' });
    // Milliseconds: also soon after midnight it was today.
    const startedAt = [1, 2, DAY_MS, 2 * DAY_MS].map((ageMs) => new Date(Date.now() - ageMs));
    for (const at of startedAt) {
      const { detail, recording } = makeLift('bay-1', { startedAt: at });
      detail.set.memberId = mira.id;
      history.details.push(detail);
      history.recordings.set(detail.set.id, recording);
    }
    members.cards.set(mira.id, [
      {
        id: '019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a01',
        memberId: mira.id,
        lastDigits: 'C4D1',
        addedAt: new Date().toISOString(),
      },
    ]);
    const last = history.details[0]!.set;
    const record = { exercise: 'hip-thrust', setId: last.id, at: last.startedAt } as const;
    members.memberHistory.records = async () => [
      { ...record, kind: 'load', value: 80, errorKg: null, loadKg: 80 },
      { ...record, kind: 'hold', value: 1.62, errorKg: null, loadKg: null },
      { ...record, kind: 'one-rep-max', value: 112.4, errorKg: 3.1, loadKg: null },
    ];
    members.memberHistory.trends = async (_id, exercise) => {
      const days = [...Array(12).keys()].map((n) => new Date(Date.now() - (11 - n) * 3 * DAY_MS));
      const day = (date: Date) => date.toISOString().slice(0, 10);
      return {
        exercise,
        days: days.map((date, n) => ({
          day: day(date),
          exercise,
          sets: 3,
          reps: 27,
          volumeKg: 1800 + 60 * n - 200 * (n % 3),
          meanHoldS: 1.1,
          holdMetPercent: 70 + ((7 * n) % 30),
          bestMeanVelocityMps: 0.5,
          maxLoadKg: 80,
        })),
        loadVelocity: days.flatMap((date, n) =>
          [50, 70, 90].map((loadKg) => ({
            setId: last.id,
            at: date.toISOString(),
            loadKg: loadKg + (n % 4),
            bestMeanVelocityMps: 0.95 - 0.006 * loadKg + 0.006 * n,
          })),
        ),
        oneRepMaxMissing: null,
        oneRepMax: days.map((date, n) => ({
          day: day(date),
          oneRepMaxKg: 104 + n + 2 * (n % 3),
          errorKg: 9 - 0.5 * n,
          rSquared: 0.96,
        })),
      };
    };
    return { ...served, mira, page: `${served.url}/member/${mira.id}` };
  }

  it('shows today, history and records; each set leads to its view', async () => {
    const { page: url, history } = await serveMira();
    // The scale said 80 kg, a person 100 kg; of the other set, the scale alone.
    history.details[0]!.set.enteredLoadKg = 100;
    const page = await open(url, { size: 'phone' });
    await page.getByRole('heading', { level: 1, name: 'Mira' }).waitFor();
    const totals = async () => (await text(page, 'today-totals')).replace(/\s+/g, ' ');
    await expect.poll(totals).toMatch(/^Sets 2 Reps 14 Volume 1,260 kg /i);
    await page.getByRole('link', { name: 'History' }).click();
    await expect.poll(() => page.getByTestId('history').locator('.set').count()).toBe(history.details.length);
    await page.getByText('Estimated 1RM').waitFor();
    await page.getByText('112.5 ± 3 kg').waitFor();
    await page.getByTestId('history').locator('.set').first().click();
    await page.getByTestId('rep-table').waitFor();
  });

  it('shows a member what it had when the station is offline, and keeps nothing of it after the log-out', async () => {
    const { page: url, url: base, port, app, access, members, mira, history } = await serveMira();
    const other = members.add({ alias: 'Nova' });
    access.here = identity('member', { memberId: mira.id, alias: 'Mira' });
    const page = await open(url, { size: 'phone', mayComplain: true });
    await page.getByRole('heading', { level: 1, name: 'Mira' }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await page.goto(`${url}/history`);
    // However much is kept, whose it is stays known.
    const many = '[...Array(70).keys()].map((n) => fetch("/api/v1/sets?limit=" + (n + 1)).then((told) => told.text()))';
    await page.evaluate(`Promise.all(${many}).then(() => true)`);
    expect(await page.evaluate("caches.match('/api/v1/auth').then((kept) => kept?.ok)")).toBe(true);
    await page.reload();
    const sets = () => page.getByTestId('history').locator('.set').count();
    await expect.poll(sets).toBe(history.details.length);
    await app.close();
    await page.reload();
    await expect.poll(sets).toBe(history.details.length);
    await page.locator('.kept').first().waitFor();
    await page.goto(`${base}/member/${other.id}`);
    await page.getByText('The station can’t be reached').first().waitFor();
    await page.goto(`${url}/me`);
    await page.getByRole('button', { name: 'Log out' }).click();
    const kept = () =>
      page.evaluate("caches.open('lockout-answers').then((cache) => cache.keys()).then((all) => all.length)");
    await expect.poll(kept).toBe(0);
    // The station hears of it when it is back.
    const pending = () => page.evaluate("localStorage.getItem('lockout-pending-logout')");
    await expect.poll(pending).toBe('');
    await serve(new FakeStation(), port);
    await expect.poll(pending).toBe(null);
  });

  it('draws the trends, with the error of every estimate in words', async () => {
    const { page: url, members, mira } = await serveMira();
    const page = await open(`${url}/trends`, { size: 'phone', mayComplain: true });
    await expect.poll(() => page.locator('.uplot').count()).toBe(4);
    await page.getByText('now 119 kg ± 3.5 kg').waitFor();
    const panel = page.getByRole('region', { name: 'Estimated one-rep maximum' });
    await panel.getByText('As a table').click();
    expect(await panel.getByRole('row').count()).toBe(13);
    // No estimate: the panel stays and says why.
    const { days } = await members.memberHistory.trends(mira.id, 'hip-thrust');
    members.memberHistory.trends = async (_id, exercise) => ({
      exercise,
      days,
      loadVelocity: [],
      oneRepMax: [],
      oneRepMaxMissing: 'too-light',
    });
    await page.getByLabel('Exercise').selectOption('generic');
    await panel.getByText('The heaviest load is below 70 %').waitFor();
    // What can't be told of another exercise is not told by the curves of this one.
    members.memberHistory.trends = async () => {
      throw new ProblemError('storage-failing', { reason: 'it is away' });
    };
    await page.getByLabel('Exercise').selectOption('squat');
    await page.getByText('The database does not answer: it is away').waitFor();
    expect(await page.locator('.uplot').count()).toBe(0);
  });

  it('writes a programme, and refuses one that was changed meanwhile', async () => {
    const { page: url, members, mira } = await serveMira();
    const page = await open(`${url}/programme`, { size: 'phone', mayComplain: true });
    await page.getByRole('button', { name: 'Change: Hip thrust' }).click();
    await page.getByLabel('Sets').fill('5');
    await page.getByLabel('Load', { exact: true }).selectOption('load');
    await page.getByRole('textbox', { name: 'Load' }).fill('82.5');
    await shoot(page, 'member-programme-phone-dark');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('5 × 8 to 10 · hold 1 s · 82.5 kg · rest 2:00').waitFor();
    const key = `${mira.id} hip-thrust`;
    expect(members.plans.get(key)).toMatchObject({ sets: 5, load: { kind: 'load', loadKg: 82.5 }, revision: 1 });

    await page.getByRole('button', { name: 'Change: Hip thrust' }).click();
    members.plans.set(key, makeProgramme('hip-thrust', { memberId: mira.id, revision: 7 }));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^The programme was changed in the meantime/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('3 × 8 to 10 · hold 1 s').first().waitFor();
    await page.getByRole('button', { name: 'Change: Hip thrust' }).click();
    await page.getByLabel('Sets').fill('4');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('4 × 8 to 10 · hold 1 s').waitFor();

    await page.evaluate(`localStorage.setItem('lockout-settings', '{"units":"lb"}')`);
    await page.reload();
    await page.getByRole('button', { name: 'Change: Hip thrust' }).click();
    await page.getByLabel('Load', { exact: true }).selectOption('load');
    await page.getByRole('textbox', { name: 'Load' }).fill('135');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('4 × 8 to 10 · hold 1 s · 135 lb').waitFor();
    expect(members.plans.get(key)?.load).toEqual({ kind: 'load', loadKg: expect.closeTo(61.235, 3) });
  });

  it('lets a member change what is theirs, though a trainer changed something else meanwhile', async () => {
    const { page: url, access, members, mira } = await serveMira();
    access.here = identity('member', { memberId: mira.id, alias: 'Mira' });
    const now = () => members.people.get(mira.id);
    const page = await open(`${url}/me`, { size: 'phone', mayComplain: true });
    // Three in a row, faster than the station answers.
    for (const name of [/^Show my name/, /^Keep my curves/, /^Share my sets/])
      await page.getByRole('switch', { name }).press('Space');
    await expect
      .poll(() => now()?.consents)
      .toEqual({ showAlias: true, keepRecordings: true, shareSets: true, acrossGyms: false });
    members.people.set(mira.id, { ...now()!, name: 'Mira Lang', revision: 40 });
    await page.getByLabel('Name on screens').fill('Mimi');
    await page.getByLabel('Body height').fill('171.5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^The member was changed in the meantime/).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(now()).toMatchObject({ alias: 'Mimi', name: 'Mira Lang', heightMm: 1715 });
    await page.getByRole('heading', { level: 1, name: 'Mimi' }).waitFor();
    await expect.poll(() => page.title()).toBe('Mimi · Lockout');
  });

  it('a trainer gives a new PIN to who forgot theirs; an admin also another role', async () => {
    const { page: url, access, members, mira } = await serveMira();
    access.here = identity('trainer');
    const page = await open(`${url}/me`, { size: 'phone' });
    await page.getByLabel('A new PIN or password').fill('2468');
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByText('Changed. They have to log in again.').waitFor();
    expect(members.calls).toEqual([`secret of ${mira.id}`]);
    expect(await page.getByLabel('Role').count()).toBe(0);
    access.here = identity('admin');
    await page.reload();
    await page.getByLabel('Role').selectOption('trainer');
    await page.getByRole('button', { name: 'Change' }).click();
    await expect.poll(() => members.people.get(mira.id)?.role).toBe('trainer');
  });

  it('keeps consents, takes a card away, hands out every export, and deletes only after the name was typed', async () => {
    const { page: url, members, mira, access } = await serveMira();
    access.here = identity('member', { memberId: mira.id, alias: 'Mira' });
    const page = await open(`${url}/me`, { size: 'phone' });
    await page.getByRole('switch', { name: /^Show my name/ }).press('Space');
    await expect.poll(() => members.people.get(mira.id)?.consents.showAlias).toBe(true);
    await page.getByRole('button', { name: 'Remove' }).click();
    expect(members.cards.get(mira.id)).toHaveLength(1);
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No card yet.').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /^Table \(CSV\)/ }).click();
    expect((await download).suggestedFilename()).toBe('lockout-csv');
    expect(await page.getByRole('link', { name: /Strong|Hevy|FIT|JSON/ }).count()).toBe(5);
    const fit = page.getByRole('link', { name: /^FIT/ });
    expect(await fit.getAttribute('href')).toMatch(/format=fit&units=kg$/);
    await page.evaluate('localStorage.setItem("lockout-settings", JSON.stringify({ units: "lb" }))');
    await page.reload();
    await expect.poll(() => fit.getAttribute('href')).toMatch(/format=fit&units=lb$/);

    await page.getByRole('button', { name: 'Delete everything' }).click();
    const forGood = page.getByRole('button', { name: 'Delete for good' });
    expect(await forGood.isDisabled()).toBe(true);
    await page.getByLabel('Type “Mira” to confirm').fill('Mira');
    await forGood.click();
    await expect.poll(() => members.people.has(mira.id)).toBe(false);
  });

  it('says what is missing: no sets, no such member', async () => {
    const served = await serve();
    const nova = served.members.add({ alias: 'Nova' });
    const page = await open(`${served.url}/member/${nova.id}`, { size: 'phone', mayComplain: true });
    await page.getByText('Nothing lifted today').waitFor();
    await page.goto(`${served.url}/member/${nova.id}/trends`);
    await page.getByText('Not enough sets yet').waitFor();
    await page.goto(`${served.url}/member/019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a01`);
    await page.getByRole('heading', { level: 1, name: 'Member not found' }).waitFor();
  });

  const looks: [Size, 'dark' | 'light'][] = [
    ['phone', 'light'],
    ['desktop', 'dark'],
  ];
  it.each(looks)('is whole and accessible: %s, %s', async (size, scheme) => {
    const { page: url } = await serveMira();
    const page = await open(url, { size, scheme });
    for (const tab of ['today', 'history', 'trends', 'programme', 'me']) {
      await page.locator(`.tabs a`).nth(['today', 'history', 'trends', 'programme', 'me'].indexOf(tab)).click();
      await page
        .locator('.page--people :is(.tiles, [data-testid=history], .uplot, .programme__end, .panel--danger)')
        .first()
        .waitFor();
      await isDrawn(page);
      await shoot(page, `member-${tab}-${size}-${scheme}`);
      expect(await overflow(page), `${tab} is wider than the screen`).toBe(false);
      expect(await violations(page), tab).toEqual([]);
    }
  });

  it.each(['en-GB', 'de-DE', 'es-ES'])('has all tabs on a screen of 320 pixels: %s', async (locale) => {
    const { url, mira } = await serveMira();
    const page = await open(`${url}/member/${mira.id}`, { size: 'small', context: { locale } });
    await page.setViewportSize({ width: 320, height: 568 });
    const tabs = page.locator('.tabs');
    await tabs.waitFor();
    await isDrawn(page);
    await shoot(page, `member-tabs-320-${locale}`);
    expect(await tabs.evaluate((nav) => nav.scrollWidth <= nav.clientWidth)).toBe(true);
    expect(await overflow(page)).toBe(false);
  });
});
