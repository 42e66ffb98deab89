/** A day of sets in the pages that are open all day: what stays in memory. */
import type { Browser, Page } from 'playwright-core';
import { v7 } from 'uuid';
import type { LiveEvent, LiveMessage } from '../../src/contracts/live.ts';
import { makeFrame, makeRep, makeSet, makeSetNow } from '../support/messages.ts';
import { FLOOR } from '../support/scenes.ts';
import { type FakePage, liftAt, openFakePage } from './fake-page.ts';
import type { Row } from './report.ts';

/** A bay that is never empty has some 25 sets an hour. */
const SETS_OF_A_DAY = 24 * 25;
const SET_MS = 86_400_000 / SETS_OF_A_DAY;
const REPS_OF_A_SET = 10;
const REP_S = 4;
/** Of the 80 frames of a rep, those that are sent: more would only take longer. */
const FRAMES_OF_A_REP = 4;
const CHECK_POINTS = [0, 0.25, 0.5, 0.75, 1];

/**
 * Hands messages to the page as if they came over its socket, which is real and stays connected: an hour passes in seconds, which
 * no socket would carry, for the page acknowledges at most four messages a frame.
 */
const FEED = `
  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.seq = 0;
      this.addEventListener('message', ({ data }) => (this.seq = JSON.parse(data).seq));
      window.feed = (messages) => {
        for (const message of JSON.parse(messages)) this.onmessage({ data: JSON.stringify({ ...message, seq: this.seq }) });
        return new Promise((done) => requestAnimationFrame(done));
      };
    }
  };`;

export async function measureDay(browser: Browser, dashboardDir: string): Promise<Row[]> {
  return [
    [`bay screen: heap, nodes of the DOM over ${SETS_OF_A_DAY} sets`, await day(browser, dashboardDir, 'bay-1', '/')],
    [
      `floor of eight bays: the same over ${SETS_OF_A_DAY * Object.keys(FLOOR).length} sets`,
      await day(browser, dashboardDir, null, '/floor'),
    ],
  ];
}

async function day(browser: Browser, dashboardDir: string, only: string | null, path: string): Promise<string> {
  const bays = only === null ? FLOOR : { [only]: 'Bay 1' };
  const fake = await openFakePage(browser, dashboardDir, bays, path, FEED);
  const figures: string[] = [];
  const startMs = Date.now() - 86_400_000;
  for (let set = 0; set <= SETS_OF_A_DAY; set++) {
    if (CHECK_POINTS.includes(set / SETS_OF_A_DAY)) figures.push(await figure(fake));
    if (set < SETS_OF_A_DAY) await liftOneSet(fake, Object.keys(bays), startMs + set * SET_MS);
  }
  await fake.close();
  return `at ${CHECK_POINTS.map((share) => `${100 * share} %`).join(', ')}: ${figures.join('; ')}`;
}

async function figure({ session }: FakePage): Promise<string> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  return `${(usedSize / 1e6).toFixed(2)} MB, ${nodes}`;
}

/** One set on each of the bays at once. */
async function liftOneSet({ page, station, history }: FakePage, bays: readonly string[], fromMs: number) {
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
  await feed(
    page,
    events((bay) => ({ topic: 'state', payload: begun(bay) })),
  );
  await feed(
    page,
    [...Array(REPS_OF_A_SET).keys()].flatMap((index) => oneRep(index + 1)),
  );
  await feed(page, [
    ...events((bay) => ({ topic: 'state', payload: { ...stateOf(bay), set: null } })),
    ...events((bay) => ({ topic: 'set', payload: setOf(bay) })),
  ]);
}

/** As a text: arguments that are objects are taken apart and put together again by the tool, value by value. */
const feed = (page: Page, messages: LiveMessage[]) =>
  page.evaluate(
    (text) => (globalThis as unknown as { feed(text: string): Promise<void> }).feed(text),
    JSON.stringify(messages),
  );
