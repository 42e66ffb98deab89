import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { config as configTexts } from '../../dashboard/src/locales/en/config.ts';
import type { PastAlert } from '../../src/contracts/alert-log.ts';
import { Config } from '../../src/contracts/config.ts';
import { type GreetingCode, greetingText } from '../../src/contracts/greetings.ts';
import type { TapResult } from '../../src/contracts/presence.ts';
import { ProblemError } from '../../src/web/problems.ts';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makePresence } from '../support/make-members.ts';
import { fillHistory } from '../support/scenes.ts';
import {
  chromium,
  isDrawn,
  isLive,
  overflow,
  type Size,
  shoot,
  text,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

describe.skipIf(!chromium)(`admin${whyNot}`, () => {
  const { serve, open } = useDashboard();

  async function serveGym() {
    const station = new FakeStation();
    const served = await serve(station);
    const mira = served.members.add({ alias: 'Mira', name: 'Mira Lang', cards: 1 });
    served.members.add({ alias: 'Theo', role: 'trainer', login: 'theo', hasSecret: true });
    return { ...served, mira };
  }

  it('adds a member, finds them, and gives them a card at a bay within its minute', async () => {
    const { url, members, station, mira } = await serveGym();
    members.presence.startEnrolment = async (bay, memberId) => {
      const enrolment = { memberId, alias: 'Mira', until: new Date(Date.now() + 60_000).toISOString() };
      station.presence(bay, { enrolment });
      return makePresence(bay, { enrolment });
    };
    const page = await open(`${url}/members`, { size: 'desktop' });
    await page.getByLabel('Name on screens').fill('Nova');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('link', { name: 'Nova' }).waitFor();
    await page.getByLabel('Search by name').fill('mir');
    await expect.poll(() => page.getByTestId('members').locator('.row').count()).toBe(1);

    await page.getByRole('button', { name: 'Add a card: Mira' }).click();
    await page.getByText(/^Hold Mira’s new card to the reader: \d+ s$/).waitFor();
    await shoot(page, 'admin-enrol-desktop-dark');
    expect(await violations(page)).toEqual([]);
    const at = new Date(Date.now() + 1000).toISOString();
    const greet = (result: TapResult, code: GreetingCode) => ({
      at,
      result,
      message: { ...code, text: greetingText(code) },
    });
    const greeting = greet('enrolled', { kind: 'enrolled', params: { name: 'Mira', lastDigits: '4A2F' } });
    station.presence('bay-1', { memberId: mira.id, enrolment: null, greeting });
    await page.getByText('The card is added.').waitFor();
    // She taps in with it at once.
    station.presence('bay-1', {
      memberId: mira.id,
      greeting: greet('in', { kind: 'hello', params: { name: 'Mira' } }),
    });
    await page.getByRole('heading', { name: 'Members' }).or(page.locator('h1')).first().waitFor();
    await isDrawn(page);
    expect(await page.getByText('The card is added.').count()).toBe(1);
  });

  it('shows everyone once, though somebody is added after the second page was asked for', async () => {
    const { url, members } = await serveGym();
    for (let n = 0; n < 60; n++) members.add({ alias: `Member ${n}` });
    const everyone = () => [...members.people.values()].sort((a, b) => a.alias.localeCompare(b.alias));
    members.members.page = async ({ limit, before = '' }) => {
      const from = everyone().findIndex(({ id }) => id === before) + 1;
      const found = everyone().slice(from, from + limit);
      const isLast = from + limit >= everyone().length;
      return { members: found, next: isLast ? null : (found.at(-1)?.id ?? null) };
    };
    const page = await open(`${url}/members`, { size: 'desktop' });
    const more = () => page.getByRole('button', { name: 'Show more' }).click();
    const names = () => page.getByTestId('members').locator('.row a').allInnerTexts();
    await more();
    await expect.poll(async () => (await names()).length).toBe(62);
    await page.getByLabel('Name on screens').fill('Aaron');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('link', { name: 'Aaron' }).waitFor();
    await more();
    await expect.poll(names).toEqual(everyone().map(({ alias }) => alias));
  });

  it('shows the secret of a token once, and revokes it', async () => {
    const { url, access } = await serveGym();
    const page = await open(`${url}/admin/devices`, { size: 'phone' });
    await page.getByLabel('What is it for?').fill('Tablet at bay 1');
    await page.getByRole('button', { name: 'Create a token' }).click();
    await expect.poll(() => text(page, 'secret')).toContain('fake-secret-of-');
    expect(access.tokenList.map(({ name, scopes }) => [name, scopes])).toEqual([['Tablet at bay 1', ['screen']]]);
    const revoke = page.getByRole('button', { name: 'Revoke: Tablet at bay 1' });
    const asks = page.getByRole('dialog', { name: 'Revoke Tablet at bay 1?' });
    await revoke.click();
    await asks.getByText('It stops working at once.').waitFor();
    expect(await violations(page)).toEqual([]);
    await asks.getByRole('button', { name: 'Cancel' }).click();
    expect(access.tokenList).toHaveLength(1);
    await revoke.click();
    await asks.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('No tokens yet.').waitFor();
    await page.reload();
    await page.getByText('No tokens yet.').waitFor();
    expect(await page.getByTestId('secret').count()).toBe(0);
  });

  it('makes another browser the screen of a bay by a code, scanned or typed, and shows how the bay was calibrated', async () => {
    const { url, access, calibration } = await serveGym();
    const [first] = calibration.calibrations;
    const second = { ...first!, id: v7(), force: { ...first!.force!, zeroCounts: 90_001 } };
    calibration.calibrations = [second, first!];
    const page = await open(`${url}/admin/bays`, { size: 'phone' });
    await page.getByText('zero 84,213 counts · 812.06 counts per newton').waitFor();
    const inForce = page.getByTestId('calibrations').locator('.row').filter({ hasText: 'current' });
    expect(await inForce.innerText()).toContain('zero 90,001 counts');
    await page.getByRole('button', { name: /^Restore: / }).click();
    await expect.poll(() => inForce.innerText()).toMatch(/restored · zero 84,213 counts/);
    await page.getByRole('button', { name: 'Pair a screen' }).click();
    const code = await text(page, 'pairing-code');
    await page.getByRole('img', { name: 'Code that makes a device the screen of Bay 1' }).waitFor();
    await shoot(page, 'admin-pair-phone-dark');
    expect(await violations(page)).toEqual([]);
    expect(access.tokenList.map(({ name, scopes, bay }) => [name, scopes, bay])).toEqual([
      ['Screen of Bay 1', ['screen'], 'bay-1'],
    ]);
    await page.close();
    access.here = null;
    // Until it is paired, nobody may listen at this address.
    const screen = await open(url, { size: 'kiosk', mayComplain: true });
    await screen.getByRole('link', { name: 'Is this the screen of a bay? Pair it' }).click();
    await screen.getByLabel('Code').fill('ABCD-2345');
    await screen.getByRole('button', { name: 'Pair' }).click();
    await screen.getByText('This code pairs no screen: it is wrong, used, or older than ten minutes.').waitFor();
    await shoot(screen, 'pair-kiosk-dark');
    await screen.getByLabel('Code').fill(code);
    await screen.getByRole('button', { name: 'Pair' }).click();
    await screen.waitForURL(`${url}/bay/bay-1`);
    await isLive(screen);
    await screen.context().clearCookies();
    await screen.goto(`${url}/pair#${code}`);
    await screen.waitForURL(`${url}/bay/bay-1`);
  });

  it('tells who did what, of whom and which kind, and takes back what was done to a set', async () => {
    const { url, members, access, history, mira } = await serveGym();
    access.here = identity('admin');
    members.add({ id: access.here.memberId!, alias: 'Ada' });
    fillHistory(history);
    const actor = { id: access.here.memberId, role: 'admin' };
    const [newest, older] = history.details;
    for (let kg = 10; kg < 60; kg++)
      await members.corrections.correct(newest!.set.id, { kind: 'load', enteredLoadKg: kg }, actor);
    await members.corrections.correct(older!.set.id, { kind: 'owner', memberId: mira.id }, actor);
    const page = await open(`${url}/admin/changes`, { size: 'desktop' });
    const rows = page.getByTestId('changes').locator('.row');
    await page.getByText('Admin Ada gave a set to another member: no one → Mira').waitFor();
    await page
      .getByText(/^Admin Ada changed the load of .* set: \d+ kg → \d+ kg$/)
      .first()
      .waitFor();
    await expect.poll(() => rows.count()).toBe(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => rows.count()).toBe(51);
    await page.getByRole('button', { name: /^Undo: Admin Ada .* 58 kg → 59 kg$/ }).click();
    await page.getByText('Undone.', { exact: true }).waitFor();
    expect(newest!.set.enteredLoadKg).toBe(58);
    await page.getByLabel('By or about: search by name').fill('mir');
    await page.getByRole('button', { name: 'Mira', exact: true }).click();
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByLabel('Kind of change').selectOption({ label: 'Card added' });
    await page.getByText('No changes found').waitFor();
  });

  it('changes the configuration by its fields, keeps the comments of the file, and shows a fault at its field', async () => {
    const { url, members } = await serveGym();
    const written: string[] = [];
    members.administration.configText = async () => ({ yaml: '# our gym\nsite: gym # short\n', etag: 'one' });
    members.administration.saveConfig = async ({ yaml }) => {
      if (yaml.includes('99999')) {
        const params = { name: 'web.port', given: '99999', least: 0, most: 65535, unit: '' };
        const text = 'line 4: web.port is 99999, but must be a whole number from 0 to 65535';
        const fault = { line: 4, variable: '', kind: 'not-whole-in-range', params, text } as const;
        throw new ProblemError('bad-configuration', { file: 'lockout.yaml' }, { faults: [fault] });
      }
      written.push(yaml);
      return { file: 'lockout.yaml', changed: ['web.port'], needsRestart: true, etag: 'two' };
    };
    const page = await open(`${url}/admin/config`, { size: 'phone', mayComplain: true });
    await page.getByText('Page and network', { exact: true }).click();
    await page.getByText('Port of the page and the API. 0: any free one. · 0 to 65535').waitFor();
    const port = page.getByLabel('Port', { exact: true }).first();
    await port.fill('99999');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.field__fault', { hasText: 'must be a whole number from 0 to 65535' }).waitFor();
    expect(await port.getAttribute('aria-invalid')).toBe('true');
    await port.fill('8090');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. From the next start on: web.port').waitFor();
    expect(written).toEqual(['# our gym\nsite: gym # short\nweb:\n  port: 8090\n']);
    await page.locator('summary', { hasText: 'Bay 1: Bay 1' }).click();
    await page.getByRole('button', { name: 'Add: Card reader' }).click();
    await page.getByRole('button', { name: 'Add: Card reader' }).click();
    await page.getByLabel('Kind').nth(1).selectOption('serial-line');
    await page.getByRole('button', { name: 'Remove: Card reader 1' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => written.at(-1)).toContain('bays:\n  - readers:\n      - kind: serial-line\n');
    // Every value of the schema has its label.
    expect(await page.locator('.config label', { hasText: /^(web|bays|mqtt|log)[.[]/ }).count()).toBe(0);
    for (const name of Object.keys(Config.properties)) {
      const [label] = configTexts[name as keyof typeof Config.properties];
      const found = page.locator('.config :is(summary, label)').filter({ hasText: label });
      expect(await found.count(), label).toBeGreaterThan(0);
    }
  });

  it.each([
    ['en-GB', 'phone', 'dark', 'noise', 'light pin', 'Light pin', 'No setting found for “noise”'],
    ['de-DE', 'kiosk', 'light', 'krach', 'haltezeit', 'Haltezeit', 'Keine Einstellung zu „krach“ gefunden'],
    ['de-DE', 'desktop', 'dark', 'krach', 'railAngle', 'Winkel der Schiene', 'Keine Einstellung zu „krach“ gefunden'],
  ] as const)(
    'is searched by label, help and name in the file: %s, %s, %s',
    async (locale, size, scheme, none, some, label, nothing) => {
      const { url } = await serveGym();
      const page = await open(`${url}/admin/config`, { size, scheme, context: { locale } });
      const search = page.getByRole('searchbox');
      await search.waitFor();
      const height = await page.evaluate<number>('document.documentElement.scrollHeight');
      // Folded, all of it fits on a few screens.
      expect(height).toBeLessThan(2200);
      await shoot(page, `admin-config-${locale}-${size}-${scheme}`);
      await search.fill(none);
      await page.getByText(nothing).waitFor();
      expect(await page.locator('.config details').count()).toBe(0);
      await search.fill(some);
      await page.getByLabel(label, { exact: true }).waitFor();
      await isDrawn(page);
      await shoot(page, `admin-config-found-${locale}-${size}-${scheme}`);
      expect(await overflow(page)).toBe(false);
      expect(await violations(page)).toEqual([]);
    },
  );

  it('hands out a backup, shows versions, utilisation and the log', async () => {
    const { url } = await serveGym();
    const page = await open(`${url}/admin/system`, { size: 'desktop' });
    await page.getByText('0.0.0-test').waitFor();
    await page.getByText('a line').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download a backup' }).click();
    expect((await download).suggestedFilename()).toBe('lockout.backup');
  });

  it.each([
    [
      'en-GB',
      'phone',
      'dark',
      'Back up now',
      /^Restore: /,
      'The backup is complete: 41 members, 812 sets.',
      'Restore',
      'The station restarts.',
      'Restart the station',
    ],
    [
      'de-DE',
      'kiosk',
      'light',
      'Jetzt sichern',
      /^Wiederherstellen: /,
      'Sie ist vollständig: 41 Mitglieder, 812 Sätze.',
      'Wiederherstellen',
      'Die Station startet neu.',
      'Station neu starten',
    ],
    [
      'de-DE',
      'desktop',
      'dark',
      'Jetzt sichern',
      /^Wiederherstellen: /,
      'Sie ist vollständig: 41 Mitglieder, 812 Sätze.',
      'Wiederherstellen',
      'Die Station startet neu.',
      'Station neu starten',
    ],
  ] as const)(
    'makes a backup, checks it and restores it, and restarts the station: %s, %s, %s',
    async (locale, size, scheme, now, restore, whole, yes, restarts, restart) => {
      const { url, members } = await serveGym();
      const restored: string[] = [];
      members.backups.restore = async (fileName) => {
        restored.push(fileName);
        return { restarts: true };
      };
      const page = await open(`${url}/admin/system`, { size, scheme, context: { locale } });
      const panel = page.getByTestId('backups');
      await panel.getByRole('button', { name: now }).click();
      await panel.getByRole('button', { name: restore }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(whole).waitFor();
      await shoot(page, `admin-restore-${locale}-${size}-${scheme}`);
      expect(await violations(page)).toEqual([]);
      expect(restored).toEqual([]);
      await dialog.getByRole('button', { name: yes, exact: true }).click();
      await dialog.getByText(restarts).waitFor();
      expect(restored).toEqual(['lockout-2026-11-30T10-00-00.backup']);
      await page.keyboard.press('Escape');
      await panel.getByRole('button', { name: restart }).click();
      await dialog.getByRole('button', { name: restart }).click();
      await panel.getByText(restarts).waitFor();
      expect(await overflow(page)).toBe(false);
      expect(await violations(page)).toEqual([]);
      await shoot(page, `admin-backups-${locale}-${size}-${scheme}`);
    },
  );

  const TABS = ['Changes', 'Alerts', 'Bays', 'Devices', 'Configuration', 'Station'];
  const looks: [Size, 'dark' | 'light'][] = [
    ['phone', 'dark'],
    ['desktop', 'light'],
  ];
  it.each(looks)('is whole and accessible: %s, %s', async (size, scheme) => {
    const { url, members, mira } = await serveGym();
    members.pastAlerts.push(
      pastAlert({ endedAt: '2026-11-22T17:08:00.000Z', seenAt: '2026-11-22T17:06:00.000Z', seenBy: mira.id }),
      pastAlert({ kind: 'load-shift', severity: 'error', params: { offsetKg: 4.5 } }),
    );
    const page = await open(`${url}/admin`, { size, scheme });
    for (const tab of TABS) {
      await page.locator('.tabs').getByRole('link', { name: tab }).click();
      await page
        .locator(
          ':is([data-testid=alert-log], .audit__filters, [data-testid=calibrations], .switch, .config .field, .log)',
        )
        .first()
        .waitFor();
      await isDrawn(page);
      await shoot(page, `admin-${tab.toLowerCase()}-${size}-${scheme}`);
      expect(await overflow(page), `${tab} is wider than the screen`).toBe(false);
      expect(await violations(page), tab).toEqual([]);
    }
  });
});

const pastAlert = (patch: Partial<PastAlert>): PastAlert => ({
  id: v7(),
  bay: 'bay-1',
  kind: 'stalled',
  severity: 'warning',
  startedAt: '2026-11-22T17:05:00.000Z',
  endedAt: null,
  setId: null,
  params: {},
  text: 'The bar has come to rest on its way up. Help the lifter to rack it.',
  seenAt: null,
  seenBy: null,
  ...patch,
});
