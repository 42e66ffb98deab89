import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { analyzeFile } from '../../src/cli/analyze.ts';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeLift } from '../support/lift.ts';
import {
  bytesOf,
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

const folder = mkdtempSync(join(tmpdir(), 'lockout-analysis-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const { csv } = makeLift('bay-1');
const HEAD = '# lockout-recording: 1\n# exercise: squat\n# force_mount: bar\nt_s,height_mm,force_n\n';
const LOCALES = { en: 'en-GB', de: 'de-DE', es: 'es-ES' } as const;
type Language = keyof typeof LOCALES;
/** On a busy machine the thread waits for its turn. */
const PATIENTLY = { timeout: 60_000 };

describe.skipIf(!chromium)(`the page that analyses a recording${whyNot}`, { timeout: 180_000 }, () => {
  const { serve, open } = useDashboard();

  async function served() {
    const web = await serve(new FakeStation());
    web.access.here = identity('member');
    web.members.add({ id: web.access.here.memberId! });
    return web;
  }
  const opened = (web: Served, size: Size = 'desktop', language: Language = 'en', scheme: 'dark' | 'light' = 'dark') =>
    open(`${web.url}/analysis`, { size, scheme, context: { locale: LOCALES[language] } });
  const choose = (page: Page, file: string) => page.locator('input[type=file]').setInputFiles(file);
  const state = (page: Page) => page.getByTestId('analysis').getAttribute('data-state');
  const isAnalysed = (page: Page) => page.locator('[data-testid=analysis][data-state=analysed]').waitFor(PATIENTLY);
  const count = (page: Page) => page.getByTestId('analysis-count').innerText();
  async function looks(page: Page, name: string): Promise<void> {
    await isDrawn(page);
    await shoot(page, name);
    expect(await overflow(page), `${name} is wider than the screen`).toBe(false);
    expect(await violations(page), name).toEqual([]);
  }
  async function downloaded(page: Page, name: string | RegExp): Promise<{ name: string; text: string }> {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name }).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: (await bytesOf(file)).toString() };
  }

  it.each([
    ['phone', 'en', 'dark'],
    ['phone', 'de', 'light'],
    ['kiosk', 'es', 'light'],
    ['kiosk', 'de', 'dark'],
    ['desktop', 'en', 'light'],
    ['desktop', 'es', 'dark'],
  ] as const)('counts, draws and explains, on a %s in %s, %s', async (size, language, scheme) => {
    const web = await served();
    const page = await opened(web, size, language, scheme);
    const name = `analysis-${size}-${language}-${scheme}`;
    await page.getByTestId('drop-zone').waitFor();
    await looks(page, `${name}-none`);
    await choose(page, fileOf('lift.csv', csv));
    await isAnalysed(page);
    expect(await count(page)).toBe('7');
    await expect.poll(() => page.locator('.uplot').count()).toBe(3);
    expect(await page.getByTestId('movements').locator('tbody tr').count()).toBe(8);
    // Why it did not count is said in the language of the page.
    const short = {
      en: /moved 24 cm of 30 cm/,
      de: /24 cm von 30 cm bewegt/,
      es: /movió 24 cm de 30 cm/,
    }[language];
    expect(await page.locator('tr[data-verdict=partial]').innerText()).toMatch(short);
    await looks(page, name);
    await page.getByTestId('movements').scrollIntoViewIfNeeded();
    await looks(page, `${name}-table`);
    await page.locator('.analysis__settings').scrollIntoViewIfNeeded();
    await looks(page, `${name}-settings`);
  });

  it('gives the document of lockout analyze --json, and asks nobody for anything', async () => {
    const web = await served();
    const page = await opened(web);
    await page.getByTestId('drop-zone').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    const file = fileOf('my set.csv', csv);
    await choose(page, file);
    await isAnalysed(page);
    const json = await downloaded(page, /JSON/);
    expect(json.name).toBe('my set-analysis.json');
    expect(json.text).toBe(`${JSON.stringify(await analyzeFile(file), null, 2)}\n`);
    const table = await downloaded(page, /CSV/);
    expect(table.text.split('\r\n')).toHaveLength(10);
    expect(asked.filter((one) => !/^GET \/assets\//.test(one))).toEqual([]);
  });

  it('tries other settings, beside what was recorded', async () => {
    const web = await served();
    const page = await opened(web);
    const file = fileOf('lift.csv', csv);
    await choose(page, file);
    await isAnalysed(page);
    await page.getByLabel('Exercise').selectOption('deadlift');
    await page.getByLabel('Height lag').fill('1,5 ms');
    await page.getByRole('button', { name: 'Analyse with these settings' }).click();
    await page
      .getByText('Enter a number from 0 to 1,000')
      .or(page.getByText('Enter a number from 0 to 1000'))
      .waitFor();
    await page.getByLabel('Height lag').fill('12,5');
    await page.getByRole('button', { name: 'Analyse with these settings' }).click();
    await page.getByText('As recorded: 7 reps').waitFor(PATIENTLY);
    const json = await downloaded(page, /JSON/);
    const choices = { exercise: 'deadlift', heightLagMs: 12.5 } as const;
    expect(JSON.parse(json.text)).toEqual(JSON.parse(JSON.stringify(await analyzeFile(file, choices))));
    await page.getByRole('button', { name: 'As recorded' }).click();
    await isAnalysed(page);
    await expect.poll(() => page.getByLabel('Height lag').inputValue()).toBe('');
    await expect.poll(() => page.getByTestId('analysis-summary').innerText()).toContain('Hip thrust');
  });

  it.each(['en', 'de', 'es'] as const)('names each bad line, in %s', async (language) => {
    const web = await served();
    const page = await opened(web, 'phone', language, 'light');
    await choose(page, fileOf('bad.csv', `${HEAD}0,1,\n0.1,abc,\n0.2,2\n0.3,3,\n0.2,4,\n`));
    const faults = page.getByTestId('faults');
    await faults.waitFor(PATIENTLY);
    const words = {
      en: /3 faults.*Line 6.*"abc" is not a number.*Line 7.*2 cells, but 3 columns.*Line 9.*goes back from 0\.3 s/s,
      de: /3 Fehler.*Zeile 6.*„abc“ ist keine Zahl.*Zeile 7.*2 Zellen, aber 3 Spalten.*Zeile 9.*springt zurück/s,
      es: /3 fallos.*Línea 6.*«abc» no es un número.*Línea 7.*2 celdas, pero 3 columnas.*Línea 9.*retrocede/s,
    }[language];
    expect(await faults.innerText()).toMatch(words);
    await looks(page, `analysis-bad-${language}`);
    // Another file is one step away.
    await choose(page, fileOf('lift.csv', csv));
    await isAnalysed(page);
    expect(await faults.count()).toBe(0);
  });

  it('of an exercise that it does not know, asks for one that it knows', async () => {
    const web = await served();
    const page = await opened(web);
    await choose(page, fileOf('dance.csv', csv.replace('# exercise: hip-thrust', '# exercise: dance')));
    await page.getByText(/unknown exercise “dance”.*Choose one in the settings/).waitFor(PATIENTLY);
    await page.getByLabel('Exercise').selectOption('hip-thrust');
    await page.getByRole('button', { name: 'Analyse with these settings' }).click();
    await isAnalysed(page);
    expect(await count(page)).toBe('7');
  });

  it('says what is too large, or no recording at all', async () => {
    const web = await served();
    const page = await opened(web, 'kiosk');
    const large = fileOf('large.csv', HEAD);
    truncateSync(large, 65_000_000);
    await choose(page, large);
    await page.getByText('This file has 65 MB; the limit here is 64 MB.').waitFor();
    await looks(page, 'analysis-too-large');
    await choose(page, fileOf('picture.csv', '\u0000\u0001PNG'));
    await page.getByText('this is not a text file').waitFor(PATIENTLY);
    await choose(page, fileOf('empty.csv', ''));
    await page.getByText('the file is empty').waitFor(PATIENTLY);
    await looks(page, 'analysis-empty');
  });

  it('draws a long recording, and lists its movements bit by bit', async () => {
    const web = await served();
    const page = await opened(web, 'desktop', 'de', 'light');
    await choose(page, fileOf('long.csv', makeLift('bay-1', { reps: 150 }).csv));
    await isAnalysed(page);
    expect(await count(page)).toBe('149');
    await page.getByText('Eine lange Aufzeichnung').waitFor();
    const rows = page.getByTestId('movements').locator('tbody tr');
    expect(await rows.count()).toBe(100);
    await looks(page, 'analysis-long');
    await page.getByRole('button', { name: 'Mehr zeigen' }).click();
    expect(await rows.count()).toBe(150);
    await page.getByRole('button', { name: 'Bewegung 119 auf der Kurve zeigen' }).click();
    await expect.poll(() => page.getByTestId('charts').getAttribute('data-range')).toMatch(/^49\d\.\d+ 50\d/);
  });

  it('takes a file that is dropped, and one at a time', async () => {
    const web = await served();
    const page = await opened(web);
    const drop = (names: string[]) =>
      page.evaluate(`{
        const transfer = new DataTransfer();
        for (const name of ${JSON.stringify(names)}) transfer.items.add(new File([${JSON.stringify(csv)}], name));
        document.querySelector('[data-testid=drop-zone]').dispatchEvent(
          new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
        );
      }`);
    await page.getByTestId('drop-zone').waitFor();
    await drop(['a.csv', 'b.csv']);
    await page.getByText('Drop one file at a time.').waitFor();
    expect(await state(page)).toBe('none');
    await drop(['a.csv']);
    await isAnalysed(page);
    await page.getByText('a.csv', { exact: true }).waitFor();
  });

  it('is one step from a set with raw curves, and from the list of cases', async () => {
    const lift = makeLift('bay-1');
    const web = await served();
    web.access.here = identity('trainer');
    lift.detail.set.hasRecording = true;
    web.history.details.unshift(lift.detail);
    web.history.recordings.set(lift.detail.set.id, lift.recording);
    const page = await open(`${web.url}/set/${lift.detail.set.id}`, { size: 'phone' });
    await page.getByRole('link', { name: 'Analyse this recording' }).click();
    await isAnalysed(page);
    expect(await count(page)).toBe('7');
    await page.goto(`${web.url}/admin/cases`);
    await page.getByText('No cases yet').waitFor();
    await looks(page, 'cases-none-phone');
    await page.getByRole('link', { name: 'Analyse a recording' }).click();
    await page.getByTestId('drop-zone').waitFor();
    lift.detail.set.hasRecording = false;
    await page.goto(`${web.url}/set/${lift.detail.set.id}`);
    await page.getByText('No curve').waitFor();
    expect(await page.getByRole('link', { name: 'Analyse this recording' }).count()).toBe(0);
  });

  it('is for who is signed in', async () => {
    const web = await serve(new FakeStation());
    web.access.here = null;
    const page = await open(`${web.url}/analysis`, { size: 'phone', mayComplain: true });
    await page.getByLabel('Login name').waitFor();
    expect(await page.getByTestId('drop-zone').count()).toBe(0);
  });
});

describe.skipIf(!chromium)(`the cases of wrong counts on the admin page${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it.each([
    ['phone', 'de', 'light'],
    ['kiosk', 'en', 'dark'],
    ['desktop', 'en', 'light'],
  ] as const)('are counted, lead to their sets, and can be removed, on a %s in %s', async (size, language, scheme) => {
    const web = await serve(new FakeStation());
    web.access.here = identity('trainer');
    const lift = makeLift('bay-1');
    web.history.details.unshift(lift.detail);
    const said = { countedReps: 9, movements: [], missing: [] };
    await web.members.cases.submit(lift.detail, said, { id: null, role: 'trainer' });
    web.members.cases.list.push({ ...web.members.cases.list[0]!, id: crypto.randomUUID(), setId: null });
    const page = await open(`${web.url}/admin/cases`, { size, scheme, context: { locale: LOCALES[language] } });
    const list = page.getByTestId('cases');
    await list.waitFor();
    expect(await page.getByTestId('case-count').innerText()).toMatch(/^2 (of|von) /);
    expect(await list.innerText()).toMatch(/(counted 7, right 9|gezählt 7, richtig 9)/);
    expect(await list.getByRole('link').count()).toBe(1);
    await isDrawn(page);
    await shoot(page, `cases-${size}-${language}-${scheme}`);
    expect(await overflow(page)).toBe(false);
    expect(await violations(page)).toEqual([]);
    await list.getByRole('button').first().click();
    await expect.poll(() => list.locator('li').count()).toBe(1);
    await list.getByRole('button').first().click();
    await page.getByText(/(No cases yet|Noch kein Fall)/).waitFor();
  });
});
