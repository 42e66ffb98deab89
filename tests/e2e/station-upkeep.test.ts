/** What an admin does for the station itself without a shell, on the running station: update it, bring a backup and take one along. */
import { describe, expect, it } from 'vitest';
import { de } from '../../dashboard/src/locales/de.ts';
import { en } from '../../dashboard/src/locales/en.ts';
import type { BackupState } from '../../src/contracts/backups.ts';
import { startStation, tempFolder } from '../support/station.ts';
import { updateBench } from '../support/update-bench.ts';
import {
  bytesOf,
  chromium,
  isDrawn,
  overflow,
  type Size,
  shoot,
  useChromium,
  violations,
  whyNot,
} from './dashboard-support.ts';

const TEXTS = { en, de } as const;
const ADA = { login: 'ada', secret: 'four words without sense' };

const looks: [Size, 'en' | 'de', 'dark' | 'light'][] = [
  ['desktop', 'en', 'light'],
  ['phone', 'de', 'dark'],
  ['kiosk', 'de', 'light'],
];

describe.skipIf(!chromium)(`upkeep of the station${whyNot}`, { timeout: 180_000 }, () => {
  const { open } = useChromium();

  async function atStation(size: Size, language: 'en' | 'de', scheme: 'dark' | 'light') {
    const bench = updateBench(tempFolder());
    const started = await startStation({ updatePlace: bench.place, yaml: 'mqtt: { url: none }' });
    const { station, asAdmin, page: url } = started;
    for (const bay of station.bays) await bay.supervisor.stop();
    const post = (path: string, body: object) =>
      asAdmin(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post('/members', { alias: 'Ada', role: 'admin', ...ADA })).status).toBe(201);
    const words = TEXTS[language];
    // Refusals are told by the browser's console, too.
    const context = { locale: language === 'de' ? 'de-DE' : 'en-GB' };
    const page = await open(`${url}/log-in`, { size, scheme, context, mayComplain: true });
    await page.getByLabel(words.account.login).fill(ADA.login);
    await page.getByLabel(words.account.secret).fill(ADA.secret);
    await page.getByRole('button', { name: words.account.logIn }).click();
    await page.getByRole('navigation', { name: words.menu.title }).waitFor();
    await page.goto(`${url}/admin/system`);
    const looked = async (what: string) => {
      await isDrawn(page);
      await shoot(page, `upkeep-${what}-${size}-${language}-${scheme}`);
      expect(await overflow(page), what).toBe(false);
      expect(await violations(page), what).toEqual([]);
    };
    return { ...started, bench, url, words, page, post, looked };
  }

  it.each(looks)('updates the station from the page: %s, %s, %s', async (size, language, scheme) => {
    const { bench, page, words, looked } = await atStation(size, language, scheme);
    const panel = page.getByTestId('update');
    /** Until the page has asked what the station says of it. */
    const give = async (label: string, name: string, buffer: Buffer) => {
      const asked = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/update'));
      await panel.getByLabel(label).setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
      await asked;
    };
    // Larger than one piece.
    const content = Buffer.alloc(1_500_000, 'noise-').toString();
    const { deb, signature } = bench.package('1.2.0', { content });
    await give(words.update.package, 'lockout_1.2.0_arm64.deb', deb);
    await panel.getByText(words.update.unsigned).waitFor();
    expect(await panel.getByRole('button', { name: words.update.install('1.2.0') }).count()).toBe(0);
    const forged = bench.package('1.2.0', { content: 'other' });
    await give(words.update.signature, 'lockout.deb.minisig', Buffer.from(forged.signature));
    await panel.getByText(language === 'de' ? /nach dem Signieren verändert/ : /changed or damaged after/).waitFor();
    await panel.scrollIntoViewIfNeeded();
    await looked('forged');
    const older = bench.package('1.0.0');
    await give(words.update.package, 'old.deb', older.deb);
    await give(words.update.signature, 'old.deb.minisig', Buffer.from(older.signature));
    await panel.getByText(language === 'de' ? /älter als 1\.1\.0/ : /older than 1\.1\.0/).waitFor();

    await give(words.update.package, 'lockout_1.2.0_arm64.deb', deb);
    await give(words.update.signature, 'lockout_1.2.0_arm64.deb.minisig', Buffer.from(signature));
    await panel.getByText(bench.keyId).waitFor();
    await panel.getByRole('button', { name: words.update.install('1.2.0') }).click();
    const dialog = page.getByRole('dialog', { name: words.update.ask('1.2.0') });
    await dialog.getByText(words.update.askHint).waitFor();
    await looked('ask');
    await dialog.getByRole('button', { name: words.update.install('1.2.0') }).click();
    const here = panel.getByTestId('update-stages').locator('[aria-current=step]');
    await expect.poll(() => here.innerText()).toBe(words.update.phases.requested);
    for (const phase of ['waiting', 'installing', 'checking'] as const) {
      bench.report({ phase });
      await expect.poll(() => here.innerText()).toBe(words.update.phases[phase]);
    }
    await panel.scrollIntoViewIfNeeded();
    await looked('running');
    bench.report({ phase: 'undone', reason: 'the page does not come', endedAt: new Date().toISOString() });
    await panel.getByText(words.admin.updateCame.undone('1.1.0', '1.2.0')).waitFor();
    // What was undone is tried again only when that is asked for.
    await give(words.update.package, 'lockout_1.2.0_arm64.deb', deb);
    await give(words.update.signature, 'lockout_1.2.0_arm64.deb.minisig', Buffer.from(signature));
    await panel.getByRole('button', { name: words.update.installAgain('1.2.0') }).waitFor();
    await looked('undone');
  });

  it.each(looks)('takes a backup along and brings one: %s, %s, %s', async (size, language, scheme) => {
    const { asAdmin, page, post, url, words, looked } = await atStation(size, language, scheme);
    const panel = page.getByTestId('backups');
    await panel.getByRole('button', { name: words.backups.now }).click();
    const link = panel.getByRole('link', { name: new RegExp(`^${words.backups.download}: `) });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const bytes = await bytesOf(download);
    const { backups } = (await (await asAdmin(`${url}/api/v1/backups`)).json()) as BackupState;
    expect([download.suggestedFilename(), bytes.length]).toEqual([backups[0]!.fileName, backups[0]!.bytes]);

    await post('/members', { alias: 'Later', name: null, role: 'member', login: null, heightMm: null });
    const give = (buffer: Buffer) =>
      panel
        .getByLabel(words.backups.upload)
        .setInputFiles({ name: 'lockout.backup', mimeType: 'application/octet-stream', buffer });
    await give(Buffer.from('a holiday picture'));
    await panel
      .getByRole('alert')
      .getByText(language === 'de' ? /nicht zurückspielen/ : /cannot be restored/)
      .waitFor();
    await panel.scrollIntoViewIfNeeded();
    await looked('backup-refused');
    await give(bytes);
    // It is checked again, says what is in it, and nothing is restored without a yes.
    const dialog = page.getByRole('dialog');
    await dialog.getByText(words.backups.whole('1', '0')).waitFor();
    await looked('backup-ask');
    await dialog.getByRole('button', { name: words.backups.restore }).click();
    await dialog.getByText(words.backups.later).waitFor();
    const state = (await (await asAdmin(`${url}/api/v1/backups`)).json()) as BackupState;
    expect(state.pending).toMatch(/^lockout-uploaded-/);
    await page.keyboard.press('Escape');
    await panel.getByText(words.backups.uploaded).first().waitFor();
    await looked('backup-planned');
  });
});
