/** Eight live bays on one page of a slow machine: how even its frames are, and what each costs the threads of the page. */
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

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'viz'];
/** The screen got a new frame. */
const SHOWN = 'Display::DrawAndSwap';
/** The page, or its thread for drawing, made new pictures. */
const DRAWN = 'FireAnimationFrame';

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

/** What the time of a frame goes into; all else is sockets, messages between threads and the browser's own work around them. */
const PARTS: Record<string, readonly string[]> = {
  script: ['FunctionCall'],
  'style and layout': ['UpdateLayoutTree', 'Layout'],
  paint: ['PrePaint', 'Paint', 'Layerize', 'Commit'],
};
/** Threads beside the page's own: those of the page, and the one that puts all together (by the CPU: no GPU here). */
const BESIDE = { drawing: 'DedicatedWorker thread', layers: 'Compositor', screen: 'VizCompositorThread' };

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
  const bare = mainThread(bareEvents);
  return [
    [
      `floor of eight live bays, CPU ${THROTTLE} times slower: time between frames on the screen`,
      summary(gapsMs(events), 'ms'),
    ],
    ['of them', rates(events)],
    ['the same without the brake', rates(fastEvents)],
    ['a bare page with one moving square, on the same machine with the same brake', rates(bareEvents)],
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
    ['that of the bare page, with the brake', `${summary(bare.framesMs, 'ms')}; ${bare.parts}`],
    [
      'beside it, a frame, without the brake (which brakes the main thread only)',
      Object.entries(BESIDE)
        .map(([what, thread]) => `${what} ${besideMs(fastEvents, thread).toFixed(1)} ms`)
        .join(', '),
    ],
  ];
}

const timesMs = (events: readonly TraceEvent[], of: string): number[] =>
  events.filter(({ name, ph }) => name === of && ph !== 'E').map(({ ts }) => ts / 1000);

const gapsMs = (events: readonly TraceEvent[]): number[] => {
  const at = timesMs(events, SHOWN);
  return at.slice(1).map((ms, index) => ms - at[index]!);
};

function rates(events: readonly TraceEvent[]): string {
  const gaps = gapsMs(events);
  const seconds = gaps.reduce((sum, ms) => sum + ms, 0) / 1000;
  const missed = gaps.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / BUDGET_MS) - 1), 0);
  return [
    `${(gaps.length / seconds).toFixed(1)} a second on the screen`,
    `${(timesMs(events, DRAWN).length / seconds).toFixed(1)} of new pictures`,
    `${missed} missed in ${seconds.toFixed(0)} s`,
  ].join(', ');
}

/** CPU time a frame of the threads of this name, which work beside the page's. */
function besideMs(events: readonly TraceEvent[], name: string): number {
  const isOf = events.filter((event) => event.name === 'thread_name' && event.args?.name === name);
  const own = events.filter((event) => isOf.some(({ pid, tid }) => pid === event.pid && tid === event.tid));
  const sumMs = own.filter((event) => event.name === 'RunTask').reduce((sum, event) => sum + cpuMs(event), 0);
  return sumMs / timesMs(events, SHOWN).length;
}

/** The page is what draws, on whichever of its threads; a task of its main thread belongs to the frame on the screen that follows it. */
function mainThread(events: readonly TraceEvent[]): { framesMs: number[]; parts: string } {
  const page = events.find(({ name }) => name === DRAWN)?.pid;
  const main = events.find((event) => event.pid === page && event.args?.name === 'CrRendererMain');
  const own = events.filter(({ pid, tid, ph }) => pid === page && tid === main?.tid && ph === 'X');
  const shownMs = timesMs(events, SHOWN);
  const framesMs = shownMs.map(() => 0);
  let frame = 0;
  for (const task of own.filter(({ name }) => name === 'RunTask')) {
    while (frame < shownMs.length && shownMs[frame]! < task.ts / 1000) frame += 1;
    if (frame < shownMs.length) framesMs[frame] = framesMs[frame]! + cpuMs(task);
  }
  const meanMs = (names: readonly string[]) =>
    own.filter(({ name }) => names.includes(name)).reduce((sum, event) => sum + cpuMs(event), 0) / framesMs.length;
  const parts = Object.entries(PARTS).map(([what, names]) => [what, meanMs(names)] as const);
  const restMs = meanMs(['RunTask']) - parts.reduce((sum, [, ms]) => sum + ms, 0);
  return {
    framesMs: framesMs.slice(1),
    parts: [...parts, ['all else', restMs] as const].map(([what, ms]) => `${what} ${ms.toFixed(1)} ms`).join(', '),
  };
}
