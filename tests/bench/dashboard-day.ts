/** A day of sets in the pages that are open all day: what stays in memory. */
import type { Browser, Page } from 'playwright-core';
import { v7 } from 'uuid';
import type { LiveEvent, LiveMessage } from '../../src/contracts/live.ts';
import { makeFrame, makeRep, makeSet, makeSetNow } from '../support/messages.ts';
import { FLOOR } from '../support/scenes.ts';
import { type FakePage, liftAt, openFakePage } from './fake-page.ts';
import type { Row } from './report.ts';

const DAY_H = 24;
/** Of a bay that is never empty. */
const SETS_OF_AN_HOUR = 25;
const HOUR_MS = 3_600_000;
const REPS_OF_A_SET = 10;
const REP_S = 4;
/** Of the 80 frames of a rep, those that are sent: more would only take longer. */
const FRAMES_OF_A_REP = 4;
const CHECK_HOURS = [1, 6, 12, 18, 24];

/**
 * Hands messages to the page as if they came over its socket, which is real and stays connected: an hour passes in seconds, which
 * no socket would carry, for the page acknowledges at most four messages a frame. After each part the page draws. One text an hour:
 * each text that a tool has the page evaluate leaves 1 kB of code behind, which would be taken for the page's own.
 */
const FEED = `
  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.seq = 0;
      this.addEventListener('message', ({ data }) => (this.seq = JSON.parse(data).seq));
      window.feed = async (parts) => {
        for (const messages of JSON.parse(parts)) {
          for (const message of messages) this.onmessage({ data: JSON.stringify({ ...message, seq: this.seq }) });
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        }
      };
    }
  };`;

export async function measureDay(browser: Browser, dashboardDir: string): Promise<Row[]> {
  const sets = DAY_H * SETS_OF_AN_HOUR;
  return [
    [`bay screen: heap, nodes of the DOM over ${sets} sets of a day`, await day(browser, dashboardDir, 'bay-1', '/')],
    [
      `floor of eight bays: the same over ${sets * Object.keys(FLOOR).length} sets`,
      await day(browser, dashboardDir, null, '/floor'),
    ],
  ];
}

async function day(browser: Browser, dashboardDir: string, only: string | null, path: string): Promise<string> {
  const bays = only === null ? FLOOR : { [only]: 'Bay 1' };
  const fake = await openFakePage(browser, dashboardDir, bays, path, FEED);
  const figures: string[] = [];
  const startMs = Date.now() - DAY_H * HOUR_MS;
  for (let hour = 0; hour < DAY_H; hour++) {
    const parts = [...Array(SETS_OF_AN_HOUR).keys()].flatMap((set) =>
      oneSet(fake, Object.keys(bays), startMs + (hour + set / SETS_OF_AN_HOUR) * HOUR_MS),
    );
    await feed(fake.page, parts);
    if (CHECK_HOURS.includes(hour + 1)) figures.push(await figure(fake));
  }
  await fake.close();
  return `after ${CHECK_HOURS.join(', ')} h: ${figures.join('; ')}`;
}

async function figure({ session }: FakePage): Promise<string> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  return `${(usedSize / 1e6).toFixed(2)} MB, ${nodes}`;
}

/** One set on each of the bays at once, in parts after which the page draws. */
function oneSet({ station, history }: FakePage, bays: readonly string[], fromMs: number): LiveMessage[][] {
  const setIds = new Map(bays.map((bay) => [bay, v7()]));
  const setIdOf = (bay: string) => setIds.get(bay) ?? '';
  const stateOf = (bay: string) => station.bays().find(({ state }) => state.bay === bay)!.state;
  const atS = (afterS: number) => new Date(fromMs + afterS * 1000).toISOString();
  const events = (of: (bay: string) => LiveEvent): LiveMessage[] =>
    bays.map((bay) => ({ type: 'event', seq: 0, event: of(bay) }));
  const oneRep = (n: number): LiveMessage[] => {
    const repIds = new Map(bays.map((bay) => [bay, v7()]));
    const rep = (bay: string) => makeRep(bay, { id: repIds.get(bay) ?? '', n, setId: setIdOf(bay) });
    const frames = [...Array(FRAMES_OF_A_REP).keys()].map((step): LiveMessage => {
      const inRepS = (step / FRAMES_OF_A_REP) * REP_S;
      const at = atS((n - 1) * REP_S + inRepS);
      const payload = bays.map((bay) => makeFrame(bay, { ...liftAt(inRepS), at, countedReps: n }));
      return { type: 'frames', seq: 0, missedFrames: 0, frames: payload };
    });
    return [
      ...frames.slice(0, FRAMES_OF_A_REP / 2),
      ...events((bay) => ({ topic: 'rep', payload: { ...rep(bay), stage: 'lockout' } })),
      ...frames.slice(FRAMES_OF_A_REP / 2),
      ...events((bay) => ({ topic: 'rep', payload: { ...rep(bay), revision: 2, stage: 'complete' } })),
    ];
  };
  const setOf = (bay: string) =>
    makeSet(bay, { id: setIdOf(bay), startedAt: atS(0), endedAt: atS(REPS_OF_A_SET * REP_S) });
  history.details.unshift(...bays.map((bay) => ({ set: setOf(bay), reps: [] })));

  const begun = (bay: string) => ({ ...stateOf(bay), set: makeSetNow({ id: setIdOf(bay), loadKg: 80 }) });
  return [
    events((bay) => ({ topic: 'state', payload: begun(bay) })),
    ...[...Array(REPS_OF_A_SET).keys()].map((index) => oneRep(index + 1)),
    [
      ...events((bay) => ({ topic: 'state', payload: { ...stateOf(bay), set: null } })),
      ...events((bay) => ({ topic: 'set', payload: setOf(bay) })),
    ],
  ];
}

/** As a text: arguments that are objects are taken apart and put together again by the tool, value by value. */
const feed = (page: Page, parts: LiveMessage[][]) =>
  page.evaluate(
    (text) => (globalThis as unknown as { feed(text: string): Promise<void> }).feed(text),
    JSON.stringify(parts),
  );
