/** A page over a station whose every word the bench says. */
import type { AddressInfo } from 'node:net';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { v7 } from 'uuid';
import type { LiveFrame } from '../../src/contracts/live.ts';
import { FakeStation } from '../support/fake-station.ts';
import type { FakeHistory } from '../support/fake-web.ts';
import { buildFakeWeb } from '../support/fake-web.ts';
import { makeRep, makeSetNow } from '../support/messages.ts';

export const TOP_MM = 420;
export const BOTTOM_MM = 120;
const FRAME_PERIOD_MS = 16;
const REP_S = 4;
const UP_S = 1.2;
const HELD_UNTIL_S = 2.3;
const DOWN_S = 1.4;

export interface FakePage {
  readonly station: FakeStation;
  readonly history: FakeHistory;
  readonly page: Page;
  readonly session: CDPSession;
  close(): Promise<void>;
}

export async function openFakePage(
  browser: Browser,
  dashboardDir: string,
  bays: Record<string, string>,
  path: string,
  initScript = '',
): Promise<FakePage> {
  const { app, station, history } = await buildFakeWeb({ station: new FakeStation(bays), dashboardDir });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  if (initScript) await page.addInitScript(initScript);
  await page.goto(`http://127.0.0.1:${port}${path}`);
  await page.locator('.page[data-stale=false]').waitFor();
  const session = await page.context().newCDPSession(page);
  const close = async () => {
    await page.close();
    await app.close();
  };
  return { station, history, page, session, close };
}

/** What a bay shows `inRepS` into a rep: up, held at lockout, down, a rest. */
export function liftAt(inRepS: number): Partial<LiveFrame> {
  const isHeld = inRepS > UP_S && inRepS < HELD_UNTIL_S;
  const share = inRepS < UP_S ? inRepS / UP_S : isHeld ? 1 : Math.max(0, 1 - (inRepS - HELD_UNTIL_S) / DOWN_S);
  return {
    heightMm: BOTTOM_MM + share * (TOP_MM - BOTTOM_MM),
    phase: isHeld ? 'lockout' : inRepS < UP_S ? 'ascending' : share > 0 ? 'descending' : 'rest',
    holdS: isHeld ? inRepS - UP_S : 0,
    topMm: TOP_MM,
    bottomMm: BOTTOM_MM,
    inSet: true,
  };
}

/** Lifts on all bays, each a little later than the one before. @returns a function that ends it */
export function liftOn(station: FakeStation): () => void {
  const bays = station.bays().map(({ state }) => state.bay);
  for (const bay of bays) station.state(bay, { set: makeSetNow({ loadKg: 80 }) });
  const startMs = performance.now();
  const counts = new Map<string, number>();
  const timer = setInterval(() => {
    for (const [index, bay] of bays.entries()) {
      const atS = (performance.now() - startMs) / 1000 + index * 0.6;
      station.frame(bay, liftAt(atS % REP_S));
      const n = Math.floor((atS + REP_S - UP_S) / REP_S);
      if (n <= (counts.get(bay) ?? 0)) continue;
      counts.set(bay, n);
      station.rep(bay, makeRep(bay, { n, setId: station.bay(bay)?.state.set?.id ?? v7() }));
    }
  }, FRAME_PERIOD_MS);
  return () => clearInterval(timer);
}
