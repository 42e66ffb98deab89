/**
 * A chain on this machine: 1,250 synthetic controllers (10,000 bays) send what a real store has captured to a real hub and a real PostgreSQL. The hub is
 * a process of its own, so that its CPU is that of nobody else.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { systemClock } from '../../src/common/clock.ts';
import type { SetItem } from '../../src/contracts/uplink.ts';
import { Accounts } from '../../src/hub/accounts.ts';
import {
  hasMosquitto,
  openHubParts,
  PrivateMosquitto,
  PrivatePostgres,
  postgresBinaries,
} from '../../src/hub/index.ts';
import { HubVisitor } from '../support/hub-visitor.ts';
import {
  BAYS_EACH,
  type Controller,
  captured,
  enrolled,
  later,
  packed,
  replayed,
  seeded,
  send,
  wait,
} from './chain-controllers.ts';
import { measureLive, measureUnwatched } from './chain-live.ts';
import { familyCpuS } from './process-cost.ts';
import { type Row, summary } from './report.ts';

const CONTROLLERS = Number(process.env.BENCH_CONTROLLERS ?? 1250);
const SETS_A_SECOND = 33;
const BACKLOGGED = 50;
const WAITING_EACH = Number(process.env.BENCH_BACKLOG ?? 1600);
const FRESH_EVERY_MS = 250;
const MAX_ITEMS = 50;
/** Pages that are open on the sets of a gym, and how often they ask (`dashboard/src/hub/gym-page.tsx`). */
const PAGES = 4;
const PAGE_ASKS_MS = 1000;

/** `BENCH_CHAIN`: only some of them, such as `live,unwatched`. */
const PARTS = { steady: measureSteady, backlog: measureBacklog, live: measureLive, unwatched: measureUnwatched };
const wanted = (process.env.BENCH_CHAIN ?? Object.keys(PARTS).join()).split(',') as (keyof typeof PARTS)[];

const lockout = fileURLToPath(new URL('../../../src/cli/lockout.mjs', import.meta.url));

export interface Chain {
  url: string;
  page: string;
  admin: HubVisitor;
  /** null: it is not installed */
  broker: PrivateMosquitto | null;
  controllers: Controller[];
  items: SetItem[];
  runS: number;
  /** where a controller may write */
  folder: string;
  /** How many the hub has had since its start. */
  requests(): Promise<number>;
  /** What hub, PostgreSQL and broker use of the CPU meanwhile, for each of what `work` says it did. */
  used(what: string, work: () => Promise<number>): Promise<string>;
}

export async function measureChain(runS: number): Promise<Row[]> {
  if (postgresBinaries() === null) return [['skipped', 'PostgreSQL is not installed (apt-get install postgresql)']];
  const folder = mkdtempSync(join(tmpdir(), 'lockout-chain-'));
  const postgres = await PrivatePostgres.start();
  let broker: PrivateMosquitto | null = null;
  try {
    const items = await captured(folder);
    const controllers = await enrolled(postgres.url, join(folder, 'hub'), CONTROLLERS);
    const parts = await openHubParts({ database: postgres.url, folder: join(folder, 'hub') });
    broker = hasMosquitto() ? await PrivateMosquitto.start(parts) : null;
    await parts.pool.end();
    const place = ['--database', postgres.url, '--data', join(folder, 'hub'), '--name', 'localhost'];
    const ports = [
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--admin-port',
      '0',
      '--page-port',
      '0',
      '--mqtt',
      broker?.url ?? '',
    ];
    const hub = spawn(process.execPath, [lockout, 'hub', 'run', ...place, ...ports], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [url, page, status] = await addresses(hub.stdout, once(hub, 'exit'));
      const admin = await adminOf(page, postgres.url);
      const used = (what: string, work: () => Promise<number>) =>
        cost({ hub: hub.pid!, PostgreSQL: postgres.pid, ...(broker && { mosquitto: broker.pid }) }, what, work);
      const requests = () => requestsOf(status);
      const chain: Chain = { url, page, admin, broker, controllers, items, runS, folder, requests, used };
      const rows: Row[] = [['controllers, bays', `${controllers.length}, ${controllers.length * BAYS_EACH}`]];
      const bytes = items.map((item) => gzipSync(JSON.stringify(item)).length);
      rows.push(['a set of ten reps, packed by itself', summary(bytes, 'bytes')]);
      // Each has its connection, and every backend of PostgreSQL runs.
      for (let n = 0; n < controllers.length; n += 20)
        await Promise.all(controllers.slice(n, n + 20).map((of) => hello(chain, of)));
      for (const part of wanted) rows.push(...(await PARTS[part](chain)));
      rows.push(await stored(postgres.url, controllers));
      return rows;
    } finally {
      const ended = once(hub, 'exit');
      hub.kill('SIGTERM');
      for (const { agent } of controllers) agent.destroy();
      await ended;
    }
  } finally {
    await broker?.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of controllers, of pages and of its status, as the hub prints them. */
function addresses(output: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<[string, string, string]> {
  return new Promise((resolve, reject) => {
    const found: string[] = [];
    createInterface({ input: output }).on('line', (line) => {
      const address = /^ +(?:controllers|pages|status) +(\S+)$/.exec(line)?.[1];
      if (address) found.push(address);
      if (found.length === 3) resolve(found as [string, string, string]);
    });
    void ended.then(() => reject(new Error('the hub ended at once')));
  });
}

interface Requests {
  requests: number;
  feed: { requests: number };
}

async function requestsOf(status: string): Promise<number> {
  const answer = (await (await fetch(`${status}/api/v1/status`)).json()) as { counts: Requests };
  const { counts } = answer;
  return counts.requests + counts.feed.requests;
}

async function adminOf(page: string, database: string): Promise<HubVisitor> {
  const pool = new pg.Pool({ connectionString: database });
  const accounts = new Accounts({ pool, clock: systemClock });
  const admin = await HubVisitor.admin({ page, hub: { accounts } });
  await pool.end();
  return admin;
}

/** @param pids the process, with what it has started */
async function cost(pids: Record<string, number>, what: string, work: () => Promise<number>): Promise<string> {
  const now = () => Object.values(pids).map((pid) => 1000 * familyCpuS(pid));
  const [before, startMs] = [now(), systemClock.monoMs()];
  const howMany = await work();
  const [after, tookMs] = [now(), systemClock.monoMs() - startMs];
  const used = Object.keys(pids).map((name, n) => ({ name, ms: after[n]! - before[n]! }));
  const each = (ms: number) => (ms / howMany).toFixed(3);
  const all = used.reduce((sum, { ms }) => sum + ms, 0);
  const parts = used.map(({ name, ms }) => `${name} ${each(ms)}`).join(', ');
  const shares = used.map(({ name, ms }) => `${name} ${Math.round((100 * ms) / tookMs)} %`).join(', ');
  return `${each(all)} ms CPU a ${what} (${parts}; n = ${howMany}; of a core: ${shares})`;
}

const hello = ({ url, items }: Chain, of: Controller) => send(url, of, packed(of, [replayed(items, of)], 0), 1);

async function measureSteady(chain: Chain): Promise<Row[]> {
  const { controllers, runS, used } = chain;
  const random = seeded(2);
  const live: number[] = [];
  const cpu = await used('set', async () => {
    const running: Promise<void>[] = [];
    const startMs = systemClock.monoMs();
    const total = SETS_A_SECOND * runS;
    for (let n = 0; n < total; n++) {
      const dueMs = startMs + (1000 * n) / SETS_A_SECOND;
      await wait(dueMs - systemClock.monoMs());
      const of = controllers[Math.floor(random() * controllers.length)]!;
      // From when it was due: a generator that is late doesn't make the hub look faster.
      later(
        running,
        hello(chain, of).then(() => void live.push(systemClock.monoMs() - dueMs)),
      );
    }
    await Promise.all(running);
    return total;
  });
  return [
    [`${SETS_A_SECOND} sets/s for ${runS} s, one a request: to COMMIT`, summary(live, 'ms')],
    ['the same', cpu],
  ];
}

async function measureBacklog(chain: Chain): Promise<Row[]> {
  const { url, controllers, items, used } = chain;
  const behind = controllers.slice(0, BACKLOGGED);
  // Packed before: 50 real controllers have processors of their own.
  const waiting = behind.map((of) => {
    const bodies: { body: Buffer; sets: number }[] = [];
    for (let left = WAITING_EACH; left > 0; left -= MAX_ITEMS) {
      const sets = Math.min(MAX_ITEMS, left);
      bodies.push({
        body: packed(
          of,
          Array.from({ length: sets }, () => replayed(items, of)),
          left,
        ),
        sets,
      });
    }
    return { of, bodies };
  });
  const sets = behind.length * WAITING_EACH;
  const fresh = new FreshSets(chain, controllers.slice(BACKLOGGED));
  let tookMs = 0;
  const cpu = await used('set', async () => {
    const startMs = systemClock.monoMs();
    const isOver = fresh.start();
    const drain = async ({ of, bodies }: (typeof waiting)[number]) => {
      for (const { body, sets } of bodies) await send(url, of, body, sets);
    };
    await Promise.all(waiting.map(drain));
    tookMs = systemClock.monoMs() - startMs;
    await isOver();
    return sets + fresh.committed.length;
  });
  return [
    [`backlog, ${behind.length} × ${WAITING_EACH} sets`, `${Math.round((1000 * sets) / tookMs)} sets/s`],
    [`the same, batches of ${MAX_ITEMS}`, cpu],
    ['meanwhile a fresh set to COMMIT', summary(fresh.committed, 'ms')],
    [`and on a page of its gym that asks each ${PAGE_ASKS_MS} ms`, summary(fresh.shown, 'ms')],
  ];
}

/** Sets that are lifted now, in gyms whose pages are open. */
class FreshSets {
  readonly #chain: Chain;
  readonly #gyms: Map<string, Controller[]>;
  readonly #waiting = new Map<string, number>();
  readonly #lifted: Promise<void>[] = [];
  readonly committed: number[] = [];
  readonly shown: number[] = [];

  constructor(chain: Chain, controllers: readonly Controller[]) {
    this.#chain = chain;
    const gyms = [...new Set(controllers.map(({ gym }) => gym))].slice(0, PAGES);
    this.#gyms = new Map(gyms.map((gym) => [gym, controllers.filter((one) => one.gym === gym)]));
  }

  /** @returns ends it, once each is shown */
  start(): () => Promise<void> {
    let isOver = false;
    const random = seeded(3);
    const lifting = (async () => {
      const all = [...this.#gyms.values()].flat();
      while (!isOver && all.length > 0) {
        later(this.#lifted, this.#lift(all[Math.floor(random() * all.length)]!));
        await wait(FRESH_EVERY_MS);
      }
    })();
    const pages = [...this.#gyms.keys()].map(async (gym, n) => {
      await wait((PAGE_ASKS_MS * n) / PAGES);
      while (!isOver || this.#waiting.size > 0) {
        await this.#look(gym);
        await wait(PAGE_ASKS_MS);
      }
    });
    return async () => {
      isOver = true;
      await Promise.all([lifting, ...pages]);
      await Promise.all(this.#lifted);
    };
  }

  async #lift(of: Controller): Promise<void> {
    const { url, items } = this.#chain;
    const item = replayed(items, of);
    const fromMs = systemClock.monoMs();
    this.#waiting.set(item.id, fromMs);
    await send(url, of, packed(of, [item], 1), 1);
    this.committed.push(systemClock.monoMs() - fromMs);
  }

  async #look(gym: string): Promise<void> {
    const { body } = await this.#chain.admin.ask<{ sets: { id: string }[] }>('GET', `/gyms/${gym}/sets`);
    for (const { id } of body.sets) {
      const fromMs = this.#waiting.get(id);
      if (fromMs === undefined) continue;
      this.shown.push(systemClock.monoMs() - fromMs);
      this.#waiting.delete(id);
    }
  }
}

async function stored(database: string, controllers: readonly Controller[]): Promise<Row> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const { rows } = await client.query('SELECT count(*)::integer AS n, count(DISTINCT id)::integer AS ids FROM sets');
  await client.end();
  const sent = controllers.reduce((sum, { seq }) => sum + seq, 0);
  return ['acknowledged, stored, twice', `${sent}, ${rows[0].n}, ${rows[0].n - rows[0].ids}`];
}
