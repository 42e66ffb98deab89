/** From the newest sample's bytes, as the process of the board got them, to the pixel that shows it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { parseConfig } from '../../src/app/config/config.ts';
import { readScreenKey } from '../../src/app/people/access/screen-page.ts';
import { Station } from '../../src/app/station.ts';
import { systemClock, wallMsAt } from '../../src/common/clock.ts';
import { signedIn } from '../support/signed-in.ts';
import { type Row, summary } from './report.ts';

const nowMs = () => performance.timeOrigin + performance.now();

/** Notes, in the page, when the frame that was acknowledged is on the screen: the first task after its paint. */
const NOTE_PAINTS = `
  window.paints = [];
  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.newest = null;
      this.addEventListener('message', ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === 'frames' && message.frames.length > 0)
          this.newest = [message.frames.at(-1).at, performance.timeOrigin + performance.now()];
      });
    }
    send(data) {
      super.send(data);
      const newest = this.newest;
      this.newest = null;
      if (newest === null) return;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.paints.push([...newest, performance.timeOrigin + performance.now()]);
      port2.postMessage(0);
    }
  };`;

export async function measurePaint(browser: Browser, dashboardDir: string, runS: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const yaml = 'web: { port: 0 }\nmqtt: { url: none }';
  const loaded = { ...parseConfig(yaml, join(folder, 'lockout.yaml')), file: null };
  const station = new Station({ loaded, dashboardDir, logger: pino({ level: 'silent' }) });
  const { page: url } = await signedIn(
    () => readScreenKey(loaded.dataDir),
    () => station.start(),
  );
  const told = new Map<string, { bornMs: number; toldMs: number }>();
  let batchMs = nowMs();
  station.bays[0]!.supervisor.prependListener('samples', (samples) => {
    batchMs = wallMsAt(systemClock, samples.at(-1)!.hostMs); // the browser's clock is another one
  });
  station.hub.subscribe({
    frame: ({ at }) => void told.set(at, { bornMs: batchMs, toldMs: nowMs() }),
    event: () => undefined,
  });
  const page = await browser.newPage({ viewport: { width: 800, height: 480 } });
  await page.addInitScript(NOTE_PAINTS);
  await page.goto(url);
  await page.locator('.page[data-stale=false]').waitFor();
  await delay(runS * 1000);
  const paints = (await page.evaluate('window.paints')) as [at: string, takenMs: number, paintedMs: number][];
  await page.close();
  await station.stop();
  rmSync(folder, { recursive: true, force: true });
  const times = paints.flatMap(([at, takenMs, paintedMs]) => {
    const frame = told.get(at);
    return frame ? [{ ...frame, takenMs, paintedMs }] : [];
  });
  const medianMs = (of: (time: (typeof times)[number]) => number) => {
    const sorted = times.map(of).sort((a, b) => a - b);
    return `${(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN).toFixed(1)} ms`;
  };
  return [
    [
      'sample on the wire → painted on the bay screen',
      summary(
        times.map(({ bornMs, paintedMs }) => paintedMs - bornMs),
        'ms',
      ),
    ],
    [
      'of it, median',
      [
        `the station ${medianMs(({ bornMs, toldMs }) => toldMs - bornMs)}`,
        `to the page ${medianMs(({ toldMs, takenMs }) => takenMs - toldMs)}`,
        `next frame and paint ${medianMs(({ takenMs, paintedMs }) => paintedMs - takenMs)}`,
      ].join(', '),
    ],
  ];
}
