/**
 * The page in a real Chromium: from the sensor's bytes to the painted pixel, a floor of eight live bays on a slow machine, what the
 * first load weighs, and what a day of sets leaves in memory.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { v7 } from 'uuid';
import { parseConfig } from '../../src/app/config.ts';
import { Station } from '../../src/app/station.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { FakeStation } from '../support/fake-station.ts';
import { buildFakeWeb } from '../support/fake-web.ts';
import { makeRep, makeSet } from '../support/messages.ts';
import { FLOOR } from '../support/scenes.ts';
import { type Row, summary } from './report.ts';

const nowMs = () => performance.timeOrigin + performance.now();
/** As slow as a phone of the lower middle class, says Chromium's own advice. */
const THROTTLE = 4;
const FRAME_PERIOD_MS = 16;
/** A bay that is never empty has some 25 sets an hour. */
const SETS_OF_A_DAY = 200;
const TOP_MM = 420;
const BOTTOM_MM = 120;
const REP_S = 4;

export async function measureDashboard(dashboardDir: string, runS: number): Promise<Row[]> {
  const chromium = findChromium();
  if (!chromium) return [['the page', 'skipped: no chromium installed']];
  const browser = await launchChromium(chromium);
  try {
    return [
      [
        'first load of the bay screen, gzipped, with its font',
        `${(firstLoadBytes(dashboardDir) / 1000).toFixed(1)} kB`,
      ],
      [
        'sample on the wire → painted on the bay screen',
        summary(await paintLatency(browser, dashboardDir, runS), 'ms'),
      ],
      ...(await floorFrames(browser, dashboardDir, runS)),
      [
        `heap of the page after the first 40 and after ${SETS_OF_A_DAY} sets`,
        await heapOverADay(browser, dashboardDir),
      ],
    ];
  } finally {
    await browser.close();
  }
}

function firstLoadBytes(folder: string): number {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((found) => `${found[1]}.gz`);
  const fonts = readdirSync(join(folder, 'assets')).filter((name) => name.includes('inter-latin-wght'));
  const all = [...first, ...fonts.map((name) => join('assets', name)), 'index.html.gz'];
  return all.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** Notes, in the page, when the frame that was acknowledged is on the screen: the first task after its paint. */
const NOTE_PAINTS = `
  window.paints = [];
  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.newest = null;
      this.addEventListener('message', ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === 'frames' && message.frames.length > 0) this.newest = message.frames.at(-1).at;
      });
    }
    send(data) {
      super.send(data);
      const at = this.newest;
      this.newest = null;
      if (at === null) return;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.paints.push([at, performance.timeOrigin + performance.now()]);
      port2.postMessage(0);
    }
  };`;

async function paintLatency(browser: Browser, dashboardDir: string, runS: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const yaml = 'web: { port: 0 }\nmqtt: { url: none }';
  const loaded = { ...parseConfig(yaml, join(folder, 'lockout.yaml')), file: null };
  const station = new Station({ loaded, dashboardDir, logger: pino({ level: 'silent' }) });
  const { page: url } = await station.start();
  const bornMs = new Map<string, number>();
  let batchMs = nowMs();
  station.bays[0]!.supervisor.prependListener('samples', (samples) => (batchMs = samples.at(-1)!.hostMs));
  station.hub.subscribe({ frame: (frame) => void bornMs.set(frame.at, batchMs), event: () => undefined });
  const page = await browser.newPage({ viewport: { width: 800, height: 480 } });
  await page.addInitScript(NOTE_PAINTS);
  await page.goto(url);
  await page.locator('.page[data-stale=false]').waitFor();
  await delay(runS * 1000);
  const paints = (await page.evaluate('window.paints')) as [string, number][];
  await page.close();
  await station.stop();
  rmSync(folder, { recursive: true, force: true });
  return paints.flatMap(([at, paintedMs]) => {
    const born = bornMs.get(at);
    return born === undefined ? [] : [paintedMs - born];
  });
}

interface TraceEvent {
  name: string;
  ts: number;
}

async function floorFrames(browser: Browser, dashboardDir: string, runS: number): Promise<Row[]> {
  const { station, page, close } = await openFake(browser, dashboardDir, FLOOR, '/floor');
  const stop = liftOn(station, Object.keys(FLOOR));
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await delay(2000);
  await browser.startTracing(page, {
    categories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame'],
  });
  await delay(Math.min(runS, 20) * 1000);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  stop();
  await close();
  const drawnMs = trace.traceEvents
    .filter(({ name }) => name === 'DrawFrame')
    .map(({ ts }) => ts / 1000)
    .sort((a, b) => a - b);
  const dropped = trace.traceEvents.filter(({ name }) => name === 'DroppedFrame').length;
  const gapsMs = drawnMs.slice(1).map((at, index) => at - drawnMs[index]!);
  const seconds = ((drawnMs.at(-1) ?? 0) - (drawnMs[0] ?? 0)) / 1000;
  return [
    [`floor of eight live bays, CPU ${THROTTLE} times slower: time between frames`, summary(gapsMs, 'ms')],
    [
      'of them',
      `${(drawnMs.length / seconds).toFixed(1)} a second drawn, ${dropped} dropped in ${seconds.toFixed(0)} s`,
    ],
  ];
}

/** Lifts on all of these bays, each a little later than the one before. @returns a function that ends it */
function liftOn(station: FakeStation, bays: readonly string[]): () => void {
  for (const bay of bays) begin(station, bay);
  const startMs = nowMs();
  const counts = new Map<string, number>();
  const timer = setInterval(() => {
    for (const [index, bay] of bays.entries()) {
      const atS = (nowMs() - startMs) / 1000 + index * 0.6;
      const inRepS = atS % REP_S;
      const isHeld = inRepS > 1.2 && inRepS < 2.3;
      const share = inRepS < 1.2 ? inRepS / 1.2 : isHeld ? 1 : Math.max(0, 1 - (inRepS - 2.3) / 1.4);
      const heightMm = BOTTOM_MM + share * (TOP_MM - BOTTOM_MM);
      const phase = isHeld ? 'lockout' : inRepS < 1.2 ? 'ascending' : share > 0 ? 'descending' : 'rest';
      const holdS = isHeld ? inRepS - 1.2 : 0;
      station.frame(bay, { heightMm, phase, holdS, topMm: TOP_MM, bottomMm: BOTTOM_MM, inSet: true });
      const n = Math.floor((atS + REP_S - 1.2) / REP_S);
      if (n > (counts.get(bay) ?? 0)) {
        counts.set(bay, n);
        station.rep(bay, makeRep(bay, { n, setId: station.bay(bay)?.state.set?.id ?? v7() }));
      }
    }
  }, FRAME_PERIOD_MS);
  return () => clearInterval(timer);
}

function begin(station: FakeStation, bay: string): string {
  const id = v7();
  const set = { id, startedAt: new Date().toISOString(), countedReps: 0, loadKg: 80, side: null };
  station.state(bay, { set: { ...set, bestMeanVelocityMps: null, velocityLossPercent: null } });
  return id;
}

async function heapOverADay(browser: Browser, dashboardDir: string): Promise<string> {
  const { station, page, close } = await openFake(browser, dashboardDir, { 'bay-1': 'Bay 1' }, '/');
  const session = await page.context().newCDPSession(page);
  const heapMB = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
  };
  const heaps: number[] = [];
  for (let set = 1; set <= SETS_OF_A_DAY; set++) {
    const setId = begin(station, 'bay-1');
    for (let n = 1; n <= 10; n++) {
      const rep = makeRep('bay-1', { n, setId, stage: 'lockout' });
      station.rep('bay-1', rep);
      for (let holdS = 0; holdS < 1.2; holdS += 0.2)
        station.frame('bay-1', { phase: 'lockout', heightMm: TOP_MM, holdS });
      station.rep('bay-1', { ...rep, revision: 2, stage: 'complete' });
    }
    station.state('bay-1', { set: null });
    station.set('bay-1', makeSet('bay-1', { id: setId }));
    // The page acknowledges what it drew: this waits until it has caught up.
    await page.locator('[data-testid=last-set]').waitFor();
    if (set === 40 || set === SETS_OF_A_DAY) heaps.push(await heapMB());
  }
  await close();
  return heaps.map((heap) => `${heap.toFixed(2)} MB`).join(', ');
}

async function openFake(browser: Browser, dashboardDir: string, bays: Record<string, string>, path: string) {
  const { app, station } = await buildFakeWeb({ station: new FakeStation(bays), dashboardDir });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const page: Page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`http://127.0.0.1:${port}${path}`);
  await page.locator('.page[data-stale=false]').waitFor();
  const close = async () => {
    await page.close();
    await app.close();
  };
  return { station, page, close };
}
