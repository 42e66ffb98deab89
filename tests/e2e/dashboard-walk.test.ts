/**
 * Every page of the app, in every role that sees it otherwise, in each language: nothing is cut, covered or wider than the screen. Of seven
 * sizes German, whose words are the longest, has all; the others, and pages in another role than the admin's, have the narrowest and two in
 * turn. `TEST_WALK=full` takes all of all. The running demo with its weeks of history is walked through in one browser; sizes change without
 * loading anything again.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Route } from '../../dashboard/src/route.ts';
import type { DemoRole } from '../../src/contracts/access.ts';
import type { SetPage } from '../../src/contracts/http.ts';
import type { MemberPage } from '../../src/contracts/members.ts';
import { FakeStation } from '../support/fake-station.ts';
import { fillHistory, SCENES } from '../support/scenes.ts';
import { runLockout, tempFolder } from '../support/station.ts';
import { chromium, follow, isDrawn, isLive, loadInPage, shoot, useDashboard, whyNot } from './dashboard-support.ts';

const WALK_SIZES = [
  [320, 568],
  [390, 844],
  [800, 480],
  [1024, 600],
  [768, 1024],
  [1366, 768],
  [1920, 1080],
] as const;
type Size = (typeof WALK_SIZES)[number];
const IN_TURN = 2;
const isFull = process.env.TEST_WALK === 'full';
const covered = (all: string) => (isFull ? 'seven sizes' : `seven sizes ${all}, else three of them in turn`);
const layoutFaults = await loadInPage<(slackPx: number) => string[]>('layout-faults', 'layoutFaults');
const SLACK_PX = 2;
const LANGUAGES = ['en', 'de', 'es'] as const;
/** Of the demo's past, which is written after the page is there. */
const PATIENT = { timeout: 120_000 };
/** Until the layout of a new size has settled, and a notice that was still shown is gone. */
const SETTLED_MS = 15_000;

type Known = Record<'set' | 'member', string>;
/** Where each page is; the compiler wants them all. */
const PAGES: Record<Route['page'], (known: Known) => readonly string[]> = {
  home: () => ['/'],
  floor: () => ['/floor'],
  // Each of its scenes is walked below.
  bay: () => [],
  'floor-bay': () => ['/floor/bay-1'],
  set: ({ set }) => [`/set/${set}`],
  'log-in': () => ['/log-in'],
  pair: () => ['/pair'],
  claim: () => ['/claim'],
  me: () => ['/me', '/me/history', '/me/trends', '/me/programme', '/me/me'],
  members: () => ['/members'],
  leaderboard: () => ['/leaderboard'],
  programmes: () => ['/programmes', '/programmes/groups', '/programmes/calendar'],
  member: ({ member }) => ['', '/history', '/trends', '/programme', '/me'].map((tab) => `/member/${member}${tab}`),
  admin: () => ['', '/cases', '/alerts', '/bays', '/devices', '/config', '/system'].map((tab) => `/admin${tab}`),
  'set-up': () => ['/set-up/bay-1'],
  analysis: ({ set }) => ['/analysis', `/analysis?set=${set}`],
  gallery: () => [],
  // Pages of a hub: `hub-pages.test.ts` walks them.
  chain: () => [],
  gym: () => [],
  'hub-set': () => [],
  fleet: () => [],
  accounts: () => [],
  'hub-changes': () => [],
  none: () => ['/nowhere'],
};
const FOR_ALL = (Object.keys(PAGES) as Route['page'][]).filter((page) => page !== 'log-in');
/** First the roles whose pages need no set: it is lifted meanwhile. */
const WALKS: Record<DemoRole | 'stranger', readonly Route['page'][]> = {
  stranger: ['log-in', 'pair', 'claim'],
  trainer: ['floor-bay', 'admin'],
  lifter: ['me', 'floor', 'set'],
  admin: FOR_ALL,
};

describe.skipIf(!chromium)(`every page${whyNot}`, { timeout: 900_000 }, () => {
  const { open, serve } = useDashboard();

  it(`is whole in every scene of a bay, in every language: ${covered('in German')}`, async () => {
    const names = Object.keys(SCENES) as (keyof typeof SCENES)[];
    const station = new FakeStation(Object.fromEntries(names.map((name) => [name, 'Bay 1'])));
    const { url } = await serve(station, 0, (history) => fillHistory(history, 'empty'));
    const page = await open(url);
    const found: string[] = [];
    for (const [shift, language] of LANGUAGES.entries()) {
      await choose(page, language);
      await isLive(page);
      for (const [turn, name] of names.entries()) {
        SCENES[name](station, name);
        await follow(page, `/bay/${name}`);
        await page.locator('.page--bay h1').waitFor();
        await isDrawn(page);
        const sizes = language === 'de' ? WALK_SIZES : sizesOf(turn + shift);
        found.push(...(await faultsOf(page, `${language} ${name}`, sizes)));
      }
    }
    expect(found).toEqual([]);
  });

  it(`is whole in every role, language and theme: ${covered('for an admin in German')}`, async () => {
    const running = runLockout(['run', '--demo'], { folder: tempFolder() });
    const url = (await running.printed(/page\s+(\S+)/, PATIENT.timeout))[1] as string;
    await running.printed(/see it as/, PATIENT.timeout);
    const page = await open(url, { mayComplain: true });
    const context = page.context();
    const ask = async <T>(path: string) => (await (await context.request.get(`${url}/api/v1${path}`)).json()) as T;
    const find = async (): Promise<Known> => {
      await become(context, url, 'admin');
      const { members } = await ask<MemberPage>('/members?search=Mira');
      // Of the first set that is lifted here: those of the past have no recording.
      await expect.poll(async () => (await ask<SetPage>('/sets?limit=9')).sets.some(isLifted), PATIENT).toBe(true);
      const lifted = (await ask<SetPage>('/sets?limit=9')).sets.find(isLifted)!;
      return { set: lifted.id, member: members[0]!.id };
    };

    const found: string[] = [];
    let known: Known = { set: '', member: '' };
    for (const role of Object.keys(WALKS) as (DemoRole | 'stranger')[]) {
      if (role === 'lifter') known = await find();
      for (const [shift, language] of LANGUAGES.entries()) {
        await context.clearCookies();
        if (role !== 'stranger') await become(context, url, role);
        await page.goto(`${url}/nowhere`);
        await choose(page, language);
        const paths = WALKS[role].flatMap((name) => PAGES[name](known));
        for (const [turn, path] of paths.entries()) {
          await follow(page, path);
          await isThere(page);
          const sizes = role === 'admin' && language === 'de' ? WALK_SIZES : sizesOf(turn + shift);
          found.push(...(await faultsOf(page, `${role} ${language} ${path}`, sizes)));
        }
      }
    }
    expect(found).toEqual([]);
  });
});

/** German is seen light, the others dark; no size and no place depends on it. */
async function choose(page: Page, language: (typeof LANGUAGES)[number]): Promise<void> {
  const chosen = JSON.stringify({ language, scheme: language === 'de' ? 'light' : 'dark' });
  await page.evaluate(`localStorage.setItem('lockout-settings', '${chosen}')`);
  await page.reload();
}

/** The narrowest, and two of the others: a page that is seen in three languages is seen at each size. */
function sizesOf(turn: number): readonly Size[] {
  if (isFull) return WALK_SIZES;
  const [narrowest, ...others] = WALK_SIZES;
  return [narrowest, ...others.filter((_, index) => Math.floor(index / IN_TURN) === turn % (others.length / IN_TURN))];
}

/** In one question, which is asked hundreds of times. */
const FAULTS_AFTER_FRAME = `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done((${layoutFaults})(${SLACK_PX})))))`;

/** What fits itself into a new size takes some frames, more on a busy machine: a fault is one that stays. */
async function settledFaults(page: Page): Promise<string[]> {
  for (const startMs = performance.now(); ; ) {
    const faults = await page.evaluate<string[]>(FAULTS_AFTER_FRAME);
    if (faults.length === 0 || performance.now() - startMs > SETTLED_MS) return faults;
  }
}

/** At each of the sizes; the page is drawn anew by its size alone. */
async function faultsOf(page: Page, where: string, sizes: readonly Size[]): Promise<string[]> {
  const found: string[] = [];
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    const faults = await settledFaults(page);
    if (faults.length > 0) await shoot(page, `walk ${where} ${width}`.replaceAll(/\W+/g, '-'));
    found.push(...faults.map((fault) => `${where} ${width}x${height}: ${fault}`));
  }
  return found;
}

const isLifted = ({ hasRecording, endedAt }: SetPage['sets'][number]) => hasRecording && endedAt !== null;

async function become(context: BrowserContext, url: string, as: DemoRole): Promise<void> {
  const answer = await context.request.post(`${url}/api/v1/auth/demo`, { data: { as }, headers: { origin: url } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** All that it asked the station for has come. */
async function isThere(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor(PATIENT);
  await expect.poll(() => page.locator('.loading, [aria-busy=true]').count(), PATIENT).toBe(0);
  await isDrawn(page);
}
