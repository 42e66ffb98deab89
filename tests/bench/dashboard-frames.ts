/** Eight live bays on one page of a slow machine: how even its frames are, and what each costs the page's only thread. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { FLOOR } from '../support/scenes.ts';
import { liftOn, openFakePage } from './fake-page.ts';
import { type Row, summary } from './report.ts';

/** As slow as a phone of the lower middle class, says Chromium's own advice. */
const THROTTLE = 4;
/** Of a frame at 60 a second. */
const BUDGET_MS = 16.7;
const WARM_UP_MS = 2000;
const MAX_RUN_S = 20;

/** What the machine itself gives: as little as a frame can have in it. */
const BARE_PAGE = `<!doctype html><canvas width=100 height=100></canvas><script>
  const pen = document.querySelector('canvas').getContext('2d');
  let at = 0;
  requestAnimationFrame(function move() {
    pen.clearRect(0, 0, 100, 100);
    pen.fillRect((at += 1) % 80, 40, 20, 20);
    requestAnimationFrame(move);
  });
</script>`;

const CATEGORIES = ['devtools.timeline', 'devtools.timeline.frame'].flatMap((name) => [
  name,
  `disabled-by-default-${name}`,
]);

/** Of Chromium's trace; times in µs. `tdur` is the CPU time of its thread, which a busy machine does not lengthen as it does `dur`. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Virtual machines put a thread's clock right in jumps of 5 ms twice a second; no work takes longer by the CPU than by the wall. */
const cpuMs = ({ tdur = 0, dur = 0 }: TraceEvent) => Math.min(tdur, dur) / 1000;

/** What the time of a frame goes into; all else is the browser's own work around them. */
const PARTS: Record<string, readonly string[]> = {
  script: ['FunctionCall'],
  'style and layout': ['UpdateLayoutTree', 'Layout'],
  paint: ['PrePaint', 'Paint', 'Layerize', 'Commit'],
};

export async function measureFloorFrames(browser: Browser, dashboardDir: string, runS: number): Promise<Row[]> {
  const { station, page, session, close } = await openFakePage(browser, dashboardDir, FLOOR, '/floor');
  const stop = liftOn(station);
  const traceAt = async (rate: number) => {
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    await delay(WARM_UP_MS);
    await browser.startTracing(page, { categories: CATEGORIES });
    await delay(Math.min(runS, MAX_RUN_S) * 1000);
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    return traceEvents.sort((a, b) => a.ts - b.ts);
  };
  const fastEvents = await traceAt(1);
  const fast = mainThread(fastEvents);
  const events = await traceAt(THROTTLE);
  stop();
  await page.goto('about:blank');
  await page.setContent(BARE_PAGE);
  const bareEvents = await traceAt(THROTTLE);
  await close();
  const slow = mainThread(events);
  return [
    [`floor of eight live bays, CPU ${THROTTLE} times slower: time between frames`, summary(gapsMs(events), 'ms')],
    ['of them', drawn(events)],
    ['a bare page with one moving square, on the same machine with the same brake', drawn(bareEvents)],
    [`CPU time of the page's main thread a frame, of ${BUDGET_MS} ms`, summary(slow.framesMs, 'ms')],
    [
      'of it, on average',
      `${slow.parts}; ${slow.framesMs.filter((ms) => ms > BUDGET_MS).length} of ${slow.framesMs.length} took more than ${BUDGET_MS} ms`,
    ],
    // The brake counts the time in which other programs had the core as the page's own: on a busy machine it brakes harder.
    [
      `the same without the brake; ${THROTTLE} times this has to fit into ${BUDGET_MS} ms`,
      summary(fast.framesMs, 'ms'),
    ],
    ['of it, on average', fast.parts],
    [
      'beside it, a frame: layers of the page, and drawing them (by the CPU: no GPU here)',
      ['Compositor', 'VizCompositorThread'].map((name) => `${compositorMs(fastEvents, name).toFixed(1)} ms`).join(', '),
    ],
  ];
}

const drawnMs = (events: readonly TraceEvent[]): number[] =>
  events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000);

const gapsMs = (events: readonly TraceEvent[]): number[] => {
  const at = drawnMs(events);
  return at.slice(1).map((ms, index) => ms - at[index]!);
};

function drawn(events: readonly TraceEvent[]): string {
  const dropped = events.filter(({ name }) => name === 'DroppedFrame').length;
  const seconds = gapsMs(events).reduce((sum, ms) => sum + ms, 0) / 1000;
  return `${(drawnMs(events).length / seconds).toFixed(1)} a second drawn, ${dropped} dropped in ${seconds.toFixed(0)} s`;
}

/** CPU time a drawn frame of the threads of this name, which work beside the page's. */
function compositorMs(events: readonly TraceEvent[], name: string): number {
  const isOf = events.filter((event) => event.name === 'thread_name' && event.args?.name === name);
  const own = events.filter((event) => isOf.some(({ pid, tid }) => pid === event.pid && tid === event.tid));
  const sumMs = own.filter((event) => event.name === 'RunTask').reduce((sum, event) => sum + cpuMs(event), 0);
  return sumMs / events.filter((event) => event.name === 'DrawFrame').length;
}

/** The page's thread is the one that runs its animation frames; each of its tasks belongs to the frame that follows it. */
function mainThread(events: readonly TraceEvent[]): { framesMs: number[]; parts: string } {
  const first = events.find(({ name }) => name === 'FireAnimationFrame');
  const own = events.filter(({ pid, tid, ph }) => pid === first?.pid && tid === first.tid && ph === 'X');
  const framesMs: number[] = [];
  let sumMs = 0;
  for (const event of own) {
    if (event.name === 'RunTask') sumMs += cpuMs(event);
    if (event.name !== 'FireAnimationFrame') continue;
    framesMs.push(sumMs);
    sumMs = 0;
  }
  const parts = Object.entries(PARTS).map(([name, names]) => {
    const timesMs = own.filter((event) => names.includes(event.name)).map(cpuMs);
    const ms = timesMs.reduce((sum, one) => sum + one, 0) / framesMs.length;
    return `${name} ${ms.toFixed(1)} ms`;
  });
  return { framesMs: framesMs.slice(1), parts: parts.join(', ') };
}
