/** The built page in a real Chromium, served by the real web server over a station whose every word the test says. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, BrowserContextOptions, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { findForTests, launchChromium } from '../support/chromium.ts';
import { FakeStation } from '../support/fake-station.ts';
import { buildFakeWeb, type FakeHistory, type FakeWeb } from '../support/fake-web.ts';
import { DASHBOARD, tempFolder } from '../support/station.ts';

export const chromium = findForTests();
export const whyNot = chromium ? '' : ' (skipped: no chromium installed)';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Set it to a folder to get a picture of every scene. */
const shotsDir = process.env.TEST_SHOTS;

export const SIZES = {
  kiosk: [800, 480],
  hd: [1920, 1080],
  small: [360, 640],
  phone: [390, 844],
  tablet: [768, 1024],
  portrait: [1080, 1920],
  desktop: [1440, 900],
} as const;
export type Size = keyof typeof SIZES;

/** Of a busy machine: a station that doesn't answer in time is asked again, and the font is there long before the words. And of the tests. */
const IS_BUSY =
  /WebSocket is closed before the connection is established|was preloaded using link preload but not used|blocked by Playwright/;

export interface Served extends FakeWeb {
  url: string;
  port: number;
}

export interface OpenOptions {
  size?: Size;
  scheme?: 'dark' | 'light';
  /** For tests that take the station away. */
  mayComplain?: boolean;
  context?: BrowserContextOptions;
}

type ServiceWorkers = NonNullable<BrowserContextOptions['serviceWorkers']>;

/** Pages in a real Chromium; what one of them complains of fails the test. Call it once inside `describe`. */
export function useChromium(serviceWorkers: ServiceWorkers = 'allow') {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium(chromium!);
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(complaints.splice(0), 'what the browser complained of').toEqual([]);
  });

  return {
    async open(url: string, { size = 'kiosk', scheme, mayComplain, context: more }: OpenOptions = {}): Promise<Page> {
      const [width, height] = SIZES[size];
      const context = await browser.newContext({
        viewport: { width, height },
        locale: 'en-GB',
        serviceWorkers,
        ...more,
      });
      contexts.push(context);
      if (scheme) await context.addInitScript(`localStorage.setItem('lockout-settings', '{"scheme":"${scheme}"}')`);
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (!mayComplain && !IS_BUSY.test(message.text())) complaints.push(`${message.type()}: ${message.text()}`);
      });
      await page.goto(url);
      return page;
    },
  };
}

/**
 * The page of a station whose every word the test says. Call it once inside `describe`. It has no service worker, as on a phone without HTTPS,
 * unless it is said: to install one takes a fourth of what a page takes in all.
 */
export function useDashboard(serviceWorkers: ServiceWorkers = 'block') {
  const apps: FastifyInstance[] = [];

  afterEach(async () => void (await Promise.all(apps.splice(0).map((app) => app.close()))));
  // Hooks at the end run from the last to the first: pages go before the station that they listen to.
  const { open } = useChromium(serviceWorkers);

  return {
    open,

    async serve(
      station = new FakeStation(),
      port = 0,
      prepare: (history: FakeHistory) => void = () => undefined,
    ): Promise<Served> {
      const web = await buildFakeWeb({ station, dashboardDir: DASHBOARD });
      prepare(web.history);
      apps.push(web.app);
      await web.app.listen({ host: '127.0.0.1', port });
      const address = web.app.server.address() as AddressInfo;
      return { ...web, port: address.port, url: `http://127.0.0.1:${address.port}` };
    },
  };
}

/** A function of `tests/in-page`, which has the types of a page and not those of this program. */
export async function loadInPage<F>(file: string, name: string): Promise<F> {
  const path = fileURLToPath(new URL(`../in-page/${file}.ts`, import.meta.url));
  return ((await import(/* @vite-ignore */ path)) as Record<string, F>)[name]!;
}

/** A download as a file of this machine. The browser is another process: it keeps its own away from us. */
export async function savedFile(download: Download): Promise<string> {
  const path = join(tempFolder(), download.suggestedFilename());
  await download.saveAs(path);
  return path;
}
export const bytesOf = async (download: Download) => readFileSync(await savedFile(download));

/** The page has its live connection: what the station says from now on is seen. */
export const isLive = (page: Page) => page.locator('.page[data-stale=false]').waitFor();

/** Goes to another page of the app as a link does, without loading it again. */
export const follow = (page: Page, path: string) =>
  page.evaluate(`history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`);

/** Fonts are there, and two frames of the screen: what was told before is drawn as it stays. */
export const isDrawn = (page: Page) =>
  page.evaluate(
    'document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))',
  );

export const text = (page: Page, id: string) => page.getByTestId(id).innerText();

export async function shoot(page: Page, name: string): Promise<void> {
  if (shotsDir) await page.screenshot({ path: join(shotsDir, `${name}.png`), animations: 'disabled' });
}

/** What axe finds, each with the element and the reason. */
export async function violations(page: Page, except: readonly string[] = []): Promise<string[]> {
  // Once for each document: half a megabyte to compile.
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axeSource);
  return page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    const found = await axe.run({
      rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
      // What is in order is not described, and no selectors are made that nobody reads.
      resultTypes: ['violations'],
      selectors: false,
    });
    return found.violations.map(
      (one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`,
    );
  }, except);
}

export const overflow = (page: Page) => page.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth);

const PARTS = ['.top', '.notes', '.rail', '.count', '.ring', '.readouts', '.idle', '.verdict', '.cue', '.reps'];

/**
 * Parts of the lifter's screen that don't lie wholly on it, or lie upon each other. All are measured in one instant:
 * a greeting that goes away between two of them would move the second.
 */
export async function cutOff(page: Page): Promise<string[]> {
  const screen = page.viewportSize() ?? { width: 0, height: 0 };
  const boxes = await page.locator('.bay').evaluate(
    (bay, parts) =>
      parts.flatMap((part) => {
        const [found, ...more] = bay.querySelectorAll(part);
        const box = found?.getBoundingClientRect();
        let { left = 0, right = 0 } = box ?? {};
        const { top = 0, bottom = 0 } = box ?? {};
        // Its figures and words are on one line each, and may be wider than its column.
        if (part === '.count' && found) {
          const words = bay.ownerDocument.createRange();
          for (const line of found.children)
            for (const child of line.childNodes) {
              if (child.classList?.contains('visually-hidden')) continue;
              words.selectNode(child);
              const wide = words.getBoundingClientRect();
              [left, right] = [Math.min(left, wide.left), Math.max(right, wide.right)];
            }
        }
        // A list without reps yet has no height of its own.
        // Axe scrolls; the first screenful is where the page begins.
        const y = (bay.ownerDocument.scrollingElement?.scrollTop ?? 0) as number;
        return more.length === 0 && bottom > top ? [{ part, left, top: top + y, right, bottom: bottom + y }] : [];
      }),
    PARTS,
  );
  // A part without its style has no size, or hardly any.
  const small = boxes
    .filter((box) => box.right - box.left < 20 || box.bottom - box.top < 15)
    .map((box) => `${box.part} is tiny`);
  const rail = boxes.find((box) => box.part === '.rail');
  if (!rail || rail.bottom - rail.top < screen.height / 3.5) small.push('.rail is missing');
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
