import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { buildFakeWeb, type FakeHistory, FakeStation, makeRep, makeSet } from '../support/fake-station.ts';
import { fillHistory, SCENES } from '../support/scenes.ts';

const chromium = findChromium();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Set it to a folder to get a picture of every scene. */
const shotsDir = process.env.TEST_SHOTS;
const SIZES = { kiosk: [800, 480], phone: [390, 844], desktop: [1440, 900] } as const;
type Size = keyof typeof SIZES;

describe.skipIf(!chromium)(`dashboard page${chromium ? '' : ' (skipped: no chromium installed)'}`, () => {
  let dashboardDir: string;
  let browser: Browser;
  let context: BrowserContext | undefined;
  const apps: FastifyInstance[] = [];
  let complaints: string[] = [];

  beforeAll(async () => {
    dashboardDir = mkdtempSync(join(tmpdir(), 'lockout-dashboard-'));
    const configFile = fileURLToPath(new URL('../../dashboard/vite.config.ts', import.meta.url));
    await build({ configFile, logLevel: 'error', build: { outDir: dashboardDir, emptyOutDir: true } });
    browser = await launchChromium(chromium!);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(dashboardDir, { recursive: true, force: true });
  });
  afterEach(async () => {
    await context?.close();
    await Promise.all(apps.splice(0).map((app) => app.close()));
    const said = complaints;
    complaints = [];
    expect(said, 'what the browser complained of').toEqual([]);
  });

  async function serve(
    station = new FakeStation(),
    port = 0,
    prepare: (history: FakeHistory) => void = () => undefined,
  ) {
    const web = await buildFakeWeb({ station, dashboardDir });
    prepare(web.history);
    // As the station has it: a set in progress is among them.
    web.history.details.unshift({ set: makeSet('bay-1', { endedAt: null, endReason: null }), reps: [] });
    apps.push(web.app);
    await web.app.listen({ host: '127.0.0.1', port });
    const address = web.app.server.address() as AddressInfo;
    return { ...web, port: address.port, url: `http://127.0.0.1:${address.port}` };
  }

  async function open(url: string, size: Size = 'kiosk', mayComplain = false): Promise<Page> {
    const [width, height] = SIZES[size];
    context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (!mayComplain && ['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(url);
    return page;
  }

  const text = (page: Page, id: string) => page.getByTestId(id).innerText();
  const shoot = async (page: Page, name: string) => {
    if (shotsDir) await page.screenshot({ path: join(shotsDir, `${name}.png`), animations: 'disabled' });
  };

  it('shows a rep being lifted, counted and held, as it happens', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    await page.getByTestId('empty').waitFor();
    SCENES.ascending(station, 'bay-1');
    await vi.waitFor(async () => expect(await text(page, 'count')).toBe('3'));
    expect(await text(page, 'cue')).toBe('DRIVE');
    const barAt = () => page.getByTestId('rail').evaluate((rail) => Number(rail.style.getPropertyValue('--bar')));
    const lowAt = await barAt();
    const setId = station.bay('bay-1')?.state.set?.id ?? '';
    const rep = makeRep('bay-1', { n: 4, setId, stage: 'lockout' });
    station.rep('bay-1', rep);
    station.frame('bay-1', { phase: 'lockout', heightMm: 424, holdS: 0.4 });
    await vi.waitFor(async () => expect(await text(page, 'count')).toBe('4'));
    await vi.waitFor(async () => expect(await text(page, 'hold-time')).toBe('0.4'));
    expect(await barAt()).toBeGreaterThan(lowAt);
    expect(await text(page, 'cue')).toBe('HOLD');
    expect(await page.getByTestId('hold-ring').getAttribute('data-state')).toBe('holding');
    station.frame('bay-1', { phase: 'lockout', heightMm: 424, holdS: 1.1 });
    await vi.waitFor(async () => expect(await page.getByTestId('hold-ring').getAttribute('data-state')).toBe('met'));
    expect(await text(page, 'cue')).toBe('LOWER');
    expect(await text(page, 'announcer')).toBe('4');
    // Measured afterwards, the hold was shorter: the ring tells what the rep was given.
    station.rep('bay-1', { ...rep, revision: 2, stage: 'complete', holdS: 0.97, flags: ['hold-missed'] });
    station.frame('bay-1', { phase: 'rest', heightMm: 121, holdS: 0 });
    await vi.waitFor(async () => expect(await page.getByTestId('hold-ring').getAttribute('data-state')).toBe('missed'));
    expect(await text(page, 'hold-time')).toBe('0.9');
    station.rep('bay-1', makeRep('bay-1', { setId, n: null, verdict: 'partial', reasons: ['2 cm short'] }));
    await vi.waitFor(async () => expect(await text(page, 'verdict')).toContain('Not counted'));
    expect(await text(page, 'verdict')).toContain('2 cm short');
    expect(await text(page, 'count')).toBe('4');
  });

  it('keeps the highest revision of a rep, and takes a count back that was settled otherwise', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    SCENES.ascending(station, 'bay-1');
    await vi.waitFor(async () => expect(await text(page, 'count')).toBe('3'));
    const setId = station.bay('bay-1')?.state.set?.id ?? '';
    const rep = makeRep('bay-1', { n: 4, setId, revision: 1 });
    station.rep('bay-1', rep);
    await vi.waitFor(async () => expect(await text(page, 'count')).toBe('4'));
    station.rep('bay-1', { ...rep, revision: 3, n: null, verdict: 'rejected', reasons: ['re-racked'] });
    await vi.waitFor(async () => expect(await text(page, 'count')).toBe('3'));
    station.rep('bay-1', { ...rep, revision: 2 });
    station.rep('bay-1', makeRep('bay-1', { n: null, setId, verdict: 'partial', reasons: ['5 cm short'] }));
    await vi.waitFor(async () => expect(await text(page, 'verdict')).toContain('5 cm short'));
    expect(await text(page, 'count')).toBe('3');
  });

  it('says that the station is gone and how old its data are, and comes back by itself', async () => {
    const station = new FakeStation();
    const { app, port, url } = await serve(station);
    const page = await open(url, 'kiosk', true);
    SCENES.holding(station, 'bay-1');
    await vi.waitFor(async () => expect(await text(page, 'count')).toBe('7'));
    await app.close();
    await page.getByText('No connection').waitFor();
    expect(await page.getByText(/Last data \d+ s ago/).isVisible()).toBe(true);
    await shoot(page, 'kiosk-disconnected');
    await serve(station, port);
    await page.getByText('No connection').waitFor({ state: 'detached' });
    station.frame('bay-1', { phase: 'lockout', holdS: 0.8 });
    await vi.waitFor(async () => expect(await text(page, 'hold-time')).toBe('0.8'));
  });

  it('notices a station that falls silent without hanging up', async () => {
    const { app, station, url } = await serve();
    const page = await open(url);
    await page.getByTestId('empty').waitFor();
    const second = page.waitForEvent('websocket');
    // The server forgets to speak, as after a power cut: the socket stays open.
    for (const socket of app.websocketServer.clients) socket.send = () => undefined;
    await second;
    SCENES.ascending(station, 'bay-1');
    await vi.waitFor(async () => expect(await text(page, 'count')).toBe('3'), { timeout: 5000 });
  });

  it('lists the sets that were kept and lets their raw data be fetched', async () => {
    const { station, url } = await serve(new FakeStation(), 0, fillHistory);
    const page = await open(url, 'desktop');
    const sets = page.getByTestId('recent-sets').getByRole('listitem');
    await vi.waitFor(async () => expect(await sets.count()).toBe(7));
    const download = page.waitForEvent('download');
    await sets.first().getByRole('link').click();
    expect((await download).suggestedFilename()).toMatch(/^lockout-bay-1-.*\.csv$/);
    station.set('bay-1', makeSet('bay-1'));
    await page.getByTestId('last-set').waitFor();
  });

  it('lists several bays, opens one, and goes back', async () => {
    const { station, url } = await serve(new FakeStation({ 'bay-1': 'Left', 'bay-2': 'Right', 'bay-3': 'Window' }));
    SCENES.holding(station, 'bay-1');
    station.alert('bay-3', {});
    const page = await open(url, 'desktop');
    await page.getByRole('link', { name: /Left/ }).waitFor();
    await shoot(page, 'desktop-bays');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: /Right/ }).click();
    await page.getByRole('heading', { name: 'Right' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/bay/bay-2');
    await page.goBack();
    await page.getByRole('heading', { name: 'Bays' }).waitFor();
    await page.goto(`${url}/bay/nope`);
    await page.getByText('This station has no bay “nope”').waitFor();
  });

  it('is dark unless told otherwise, and remembers', async () => {
    const { url } = await serve();
    const page = await open(url);
    const scheme = () => page.locator('html').getAttribute('data-scheme');
    await page.getByTestId('empty').waitFor();
    expect(await scheme()).toBe('dark');
    await page.getByRole('button', { name: 'Use the light colours' }).focus();
    await page.keyboard.press('Enter');
    expect(await scheme()).toBe('light');
    await page.reload();
    await page.getByTestId('empty').waitFor();
    expect(await scheme()).toBe('light');
  });

  const looks = [
    ['kiosk', 'dark'],
    ['kiosk', 'light'],
    ['phone', 'dark'],
    ['desktop', 'dark'],
  ] as const;
  it.each(looks)('shows every scene whole and accessible: %s, %s', { timeout: 120_000 }, async (size, scheme) => {
    const names = Object.keys(SCENES);
    const station = new FakeStation(Object.fromEntries(names.map((name) => [name, 'Bay 1'])));
    const { url } = await serve(station, 0, (history) => {
      for (const name of names) fillHistory(history, name);
    });
    const page = await open(url, size);
    if (scheme === 'light') await page.getByRole('button', { name: 'Use the light colours' }).click();
    for (const [name, play] of Object.entries(SCENES)) {
      await page.goto(`${url}/bay/${name}`);
      await page.getByTestId('rail').waitFor();
      await page.getByTestId('recent-sets').waitFor();
      play(station, name);
      await page.waitForTimeout(150);
      await shoot(page, `${size}-${scheme}-${name}`);
      expect(await violations(page), `${name}: axe`).toEqual([]);
      expect(await overflow(page), `${name}: wider than the screen`).toBe(false);
      expect(await cutOff(page), `${name}: outside the first screenful`).toEqual([]);
    }
  });

  it.each(Object.keys(SIZES) as Size[])('gives a long name of a bay no more room than there is: %s', async (size) => {
    const station = new FakeStation({ 'bay-1': 'The station by the window, with long name' });
    const { url } = await serve(station);
    const page = await open(url, size);
    await page.goto(`${url}/bay/bay-1`);
    await page.getByTestId('rail').waitFor();
    SCENES.ascending(station, 'bay-1');
    await page.waitForTimeout(150);
    await shoot(page, `${size}-long-name`);
    expect(await overflow(page)).toBe(false);
    expect(await cutOff(page)).toEqual([]);
    const parts = await page.locator('.plan > *').all();
    const tops = await Promise.all(parts.map(async (part) => (await part.boundingBox())?.y));
    expect(new Set(tops).size, 'lines of the plan').toBeLessThanOrEqual(2);
  });

  it('is small', () => {
    const assets = join(dashboardDir, 'assets');
    const scripts = readdirSync(assets).filter((name) => name.endsWith('.js.gz'));
    const gzipBytes = scripts.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);
    expect(gzipBytes).toBeGreaterThan(5_000);
    expect(gzipBytes).toBeLessThan(40_000);
  });
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> };
    };
    const found = await axe.run();
    return found.violations.map(
      (one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`,
    );
  });
}

const overflow = (page: Page) => page.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth);

const PARTS = ['.top', '.notes', '.rail', '.count', '.ring', '.readouts', '.idle', '.verdict', '.cue', '.reps'];

/** Parts of the lifter's screen that don't lie wholly on it, or lie upon each other. */
async function cutOff(page: Page): Promise<string[]> {
  const screen = page.viewportSize() ?? { width: 0, height: 0 };
  const boxes: { part: string; left: number; top: number; right: number; bottom: number }[] = [];
  for (const part of PARTS) {
    const locator = page.locator(part);
    const box = (await locator.count()) === 1 ? await locator.boundingBox() : null;
    if (box) boxes.push({ part, left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height });
  }
  // A part without its style has no size, or hardly any.
  const small = boxes
    .filter((box) => box.right - box.left < 20 || box.bottom - box.top < 15)
    .map((box) => `${box.part} is tiny`);
  const rail = boxes.find((box) => box.part === '.rail');
  if (!rail || rail.bottom - rail.top < screen.height / 3) small.push('.rail is missing');
  const outside = boxes
    .filter((box) => box.left < -1 || box.top < -1 || box.right > screen.width + 1 || box.bottom > screen.height + 1)
    .map((box) => `${box.part} is cut off`);
  const overlapping = boxes.flatMap((one, index) =>
    boxes.slice(index + 1).flatMap((other) => {
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      return width > 2 && height > 2 ? [`${one.part} lies upon ${other.part}`] : [];
    }),
  );
  return [...small, ...outside, ...overlapping];
}
