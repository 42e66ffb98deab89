/** A wrong count on the running station: said on the page, kept, counted once more by the command line, and gone with the member's consent. */
import { describe, expect, it } from 'vitest';
import { type Member, NO_CONSENTS } from '../../src/contracts/members.ts';
import { keepLift } from '../support/kept-lift.ts';
import { runLockout, startStation } from '../support/station.ts';
import { chromium, type Size, useChromium, whyNot } from './dashboard-support.ts';

const SECRET = 'correct horse battery';
const WORDS = {
  en: {
    locale: 'en-GB',
    name: 'Login name',
    secret: 'PIN or password',
    logIn: 'Log in',
    open: 'Wrong count?',
    rep: 'Rep',
    keep: 'Keep the recording as a case',
    save: 'Save',
    isCase: /This set is a case\. Right count: 8/,
    count: '8',
  },
  de: {
    locale: 'de-DE',
    name: 'Anmeldename',
    secret: 'PIN oder Passwort',
    logIn: 'Anmelden',
    open: 'Falsch gezählt?',
    rep: 'Wiederholung',
    keep: 'Die Aufzeichnung als Fall aufheben',
    save: 'Speichern',
    isCase: /Dieser Satz ist ein Fall: richtig ist 8/,
    count: '8',
  },
} as const;

describe.skipIf(!chromium)(`a wrong count on the running station${whyNot}`, { timeout: 240_000 }, () => {
  const { open } = useChromium();

  it.each([
    ['phone', 'en'],
    ['desktop', 'de'],
  ] as const)('is kept by its member and counted again, on a %s in %s', async (size: Size, language) => {
    const words = WORDS[language];
    const {
      station,
      page: url,
      folder,
      asAdmin,
    } = await startStation({
      env: { LOCKOUT_BAYS_0_BOARD_PORT: '/dev/serial/by-id/usb-none' },
    });
    const ask = async (method: string, path: string, body: object) => {
      const headers = { 'content-type': 'application/json', 'if-match': '*' };
      return (await asAdmin(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })).json();
    };
    const mira = (await ask('POST', '/members', { alias: 'Mira', login: 'mira', secret: SECRET })) as Member;
    const consents = { ...NO_CONSENTS, keepRecordings: true };
    const own = { id: mira.id, role: 'member' };
    await station.writeQueue.store.members.change(mira.id, mira.revision, { consents }, mira.createdAt, own);
    const lift = await keepLift(station.writeQueue.store, mira.id);
    // A paired screen is let in without a log-in; a member logs in on a page of their own.
    const page = await open(`${url}/log-in`, { size, mayComplain: true, context: { locale: words.locale } });
    await page.getByLabel(words.name).fill('mira');
    await page.getByLabel(words.secret).fill(SECRET);
    await page.getByRole('button', { name: words.logIn }).click();
    await expect.poll(() => new URL(page.url()).pathname, { timeout: 60_000 }).not.toBe('/log-in');
    await page.goto(`${url}/set/${lift.detail.set.id}`);
    await page.getByRole('button', { name: words.open }).click();
    const sheet = page.getByTestId('wrong-count');
    const answers = sheet.getByRole('group', { name: /^(Movement|Bewegung) / });
    await answers.nth(4).getByText(words.rep, { exact: true }).click();
    await sheet.getByText(words.keep).click();
    await sheet.getByRole('button', { name: words.save }).click();
    await sheet.getByText(words.isCase).waitFor();
    await expect.poll(() => page.locator('.set-summary__count').innerText()).toBe(words.count);

    const env = { LOCKOUT_WEB_PORT: new URL(url).port };
    const run = runLockout(['cases', 'run', '--json'], { folder, env });
    expect((await run.exited).code, run.output()).toBe(0);
    // The count of the set was corrected; the core still counts as it did.
    expect(JSON.parse(run.output()).cases).toMatchObject([
      { countedReps: 7, right: { countedReps: 8 }, now: { isRight: false, countedReps: 7 } },
    ]);
    const withdrawn = await page.evaluate(
      async ({ path, body }) => {
        const headers = { 'content-type': 'application/json', 'if-match': '*' };
        return (await fetch(path, { method: 'PATCH', headers, body })).status;
      },
      { path: `/api/v1/members/${mira.id}`, body: JSON.stringify({ consents: NO_CONSENTS }) },
    );
    expect(withdrawn).toBe(200);
    expect(await station.writeQueue.store.cases.size()).toEqual({ cases: 0, bytes: 0 });
  });
});
