/**
 * A chain on this machine: 1,250 synthetic controllers (10,000 bays) send what a real store has captured to a real hub and a real PostgreSQL, over TLS
 * with certificates of their own. The hub is a process of its own, so that its CPU is that of nobody else.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { newSigningRequest } from '../../src/app/uplink/signing-request.ts';
import { systemClock } from '../../src/common/clock.ts';
import type { SetDoc, SetItem, UplinkAnswer } from '../../src/contracts/uplink.ts';
import { Authority } from '../../src/hub/authority.ts';
import { openHubParts, PrivatePostgres, postgresBinaries } from '../../src/hub/index.ts';
import { openStore } from '../../src/store/index.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { cpuS, familyOf } from './process-cost.ts';
import { type Row, summary } from './report.ts';

const CONTROLLERS = Number(process.env.BENCH_CONTROLLERS ?? 1250);
const BAYS_EACH = 8;
const GYMS = 100;
const REPS = 10;
const SETS_A_SECOND = 33;
const BACKLOGGED = 50;
const WAITING_EACH = Number(process.env.BENCH_BACKLOG ?? 1600);
const FRESH_EVERY_MS = 250;
const MAX_ITEMS = 50;
const SIGNED_AT_ONCE = 4;

const lockout = fileURLToPath(new URL('../../../src/cli/lockout.mjs', import.meta.url));
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Controller {
  id: string;
  gym: string;
  bays: string[];
  epoch: string;
  seq: number;
  agent: Agent;
}

/** A set of ten reps as a station's database gives it to the uplink. */
async function captured(folder: string): Promise<SetItem> {
  const identity = {
    keyFile: join(folder, 'card.key'),
    idFile: join(folder, 'controller.id'),
    lastId: null,
    lastIdFile: null,
  };
  const store = await openStore({ file: join(folder, 'lockout.sqlite'), identity, tracksChanges: true });
  const set = newSet({ countedReps: REPS });
  await store.write({ sets: [set], reps: Array.from({ length: REPS }, (_, n) => newRep(set.id, { n: n + 1 })) });
  const [item] = await store.changes.next({ lane: 'fresh', ageMs: 1e9, limit: 1, maxBytes: 1e9 });
  await store.close();
  return item as SetItem;
}

/** Another set like it. */
function replayed(item: SetItem, of: Controller): SetItem {
  const id = newId();
  const bay = of.bays[of.seq % of.bays.length]!;
  const doc = { ...(item.doc as SetDoc), id, bay };
  const reps = doc.reps.map((rep) => ({ ...rep, id: newId() }));
  return { ...item, id, seq: ++of.seq, ageMs: 1000, saidAt: new Date().toISOString(), doc: { ...doc, reps } };
}

async function post(url: string, of: Controller, items: readonly SetItem[], waiting: number): Promise<UplinkAnswer> {
  const body = gzipSync(
    JSON.stringify({
      ...{ v: 1, epoch: of.epoch, bootId: 'bench', monoMs: systemClock.monoMs(), sentAt: new Date().toISOString() },
      ...{ waiting, refused: 0, version: 'bench', resent: null, items },
      bays: of.bays.map((bay) => ({ bay, name: bay, isUp: true, isLifting: false })),
    }),
  );
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': body.length };
  const [status, text] = await new Promise<[number, string]>((resolve, reject) => {
    const call = httpsRequest(`${url}/api/v1/uplink`, { method: 'POST', agent: of.agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => (answer += part));
      response.on('end', () => resolve([response.statusCode!, answer]));
      response.on('error', reject);
    });
    call.on('error', reject).end(body);
  });
  const answer = JSON.parse(text) as UplinkAnswer & { detail?: string };
  if (status === 429) {
    await wait(answer.pauseMs);
    return post(url, of, items, waiting);
  }
  if (status !== 200 || answer.acked.length !== items.length)
    throw new Error(`the hub answered ${status}: ${text.slice(0, 300)}`);
  return answer;
}

/** Known and accepted, with certificates of the hub's authority; pairing itself is measured elsewhere. */
async function enrolled(database: string, folder: string): Promise<Controller[]> {
  const { pool, pairing } = await openHubParts({ database, folder });
  for (let n = 0; n < GYMS; n++) await pairing.addGym({ id: `gym-${n}`, name: `Gym ${n}`, zone: 'Europe/Berlin' });
  const authority = await Authority.open(join(folder, 'authority'));
  const controllers: Controller[] = [];
  const { key, csr } = newSigningRequest('bench');
  const sign = async (n: number) => {
    const id = (0xbe0000000000 + n).toString(16);
    const { certificate, serial, until } = await authority.controller(id, csr);
    const gym = `gym-${n % GYMS}`;
    await pool.query(
      `INSERT INTO controllers (id, gym_id, state, serials, certificate_until, version) VALUES ($1, $2, 'accepted', ARRAY[$3], $4, 'bench')`,
      [id, gym, serial, until],
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 2, ca: authority.certificate, key, cert: certificate });
    const bays = Array.from({ length: BAYS_EACH }, (_, bay) => `bay-${n}-${bay}`);
    controllers.push({ id, gym, bays, epoch: newId(), seq: 0, agent });
  };
  let next = 0;
  await Promise.all(
    Array.from({ length: SIGNED_AT_ONCE }, async () => {
      while (next < CONTROLLERS) await sign(next++);
    }),
  );
  await pool.end();
  return controllers;
}

export async function measureChain(runS: number): Promise<Row[]> {
  if (postgresBinaries() === null) return [['skipped', 'PostgreSQL is not installed (apt-get install postgresql)']];
  const folder = mkdtempSync(join(tmpdir(), 'lockout-chain-'));
  const postgres = await PrivatePostgres.start();
  try {
    const item = await captured(folder);
    const controllers = await enrolled(postgres.url, join(folder, 'hub'));
    const args = ['hub', 'run', '--database', postgres.url, '--data', join(folder, 'hub'), '--name', 'localhost'];
    const hub = spawn(process.execPath, [lockout, ...args, '--host', '127.0.0.1', '--port', '0', '--admin-port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        createInterface({ input: hub.stdout }).on('line', (line) => {
          const [found] = /https:\/\/localhost:\d+/.exec(line) ?? [];
          if (found) resolve(found);
        });
        hub.once('exit', () => reject(new Error('the hub ended at once')));
      });
      return await measured(url, controllers, item, { hub: hub.pid!, postgres, runS });
    } finally {
      const ended = once(hub, 'exit');
      hub.kill('SIGTERM');
      for (const { agent } of controllers) agent.destroy();
      await ended;
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Machines {
  hub: number;
  postgres: PrivatePostgres;
  runS: number;
}

/** Of hub and PostgreSQL, in ms. A backend that has ended is counted by its parent no longer, so the pool must not shrink meanwhile. */
const costMs = ({ hub, postgres }: Machines) => ({
  hub: 1000 * cpuS(hub),
  postgres: 1000 * familyOf(postgres.pid).reduce((sum, pid) => sum + cpuS(pid), 0),
});

async function measured(url: string, controllers: Controller[], item: SetItem, machines: Machines): Promise<Row[]> {
  const rows: Row[] = [['controllers, bays', `${controllers.length}, ${controllers.length * BAYS_EACH}`]];
  // Each has its connection, and every backend of PostgreSQL runs.
  const hello = (of: Controller) => post(url, of, [replayed(item, of)], 0);
  for (let n = 0; n < controllers.length; n += 20) await Promise.all(controllers.slice(n, n + 20).map(hello));
  const bytes = gzipSync(JSON.stringify(replayed(item, controllers[0]!))).length;
  rows.push(['a set of ten reps, packed by itself', `${bytes} bytes`]);
  const used = async (work: () => Promise<number>): Promise<string> => {
    const before = costMs(machines);
    const sets = await work();
    const after = costMs(machines);
    const [hub, database] = [after.hub - before.hub, after.postgres - before.postgres];
    const each = (ms: number) => (ms / sets).toFixed(2);
    return `${each(hub + database)} ms CPU a set (hub ${each(hub)}, PostgreSQL ${each(database)}; n = ${sets})`;
  };

  const live: number[] = [];
  const cost = await used(async () => {
    const running: Promise<void>[] = [];
    const startMs = systemClock.monoMs();
    const total = SETS_A_SECOND * machines.runS;
    for (let n = 0; n < total; n++) {
      const dueMs = startMs + (1000 * n) / SETS_A_SECOND;
      await wait(Math.max(0, dueMs - systemClock.monoMs()));
      const of = controllers[randomBytes(4).readUInt32LE() % controllers.length]!;
      // From when it was due: a generator that is late doesn't make the hub look faster.
      running.push(hello(of).then(() => void live.push(systemClock.monoMs() - dueMs)));
    }
    await Promise.all(running);
    return total;
  });
  rows.push([`${SETS_A_SECOND} sets/s for ${machines.runS} s, one a request: to COMMIT`, summary(live, 'ms')]);
  rows.push(['the same', cost]);

  const fresh: number[] = [];
  const behind = controllers.slice(0, BACKLOGGED);
  const others = controllers.slice(BACKLOGGED);
  let durationMs = 0;
  const batched = await used(async () => {
    let isOver = false;
    const startMs = systemClock.monoMs();
    const freshSets = (async () => {
      while (!isOver) {
        const fromMs = systemClock.monoMs();
        await hello(others[randomBytes(4).readUInt32LE() % others.length] ?? behind[0]!);
        fresh.push(systemClock.monoMs() - fromMs);
        await wait(FRESH_EVERY_MS);
      }
    })();
    const drain = async (of: Controller) => {
      for (let left = WAITING_EACH; left > 0; left -= MAX_ITEMS)
        await post(
          url,
          of,
          Array.from({ length: Math.min(MAX_ITEMS, left) }, () => replayed(item, of)),
          left,
        );
    };
    await Promise.all(behind.map(drain));
    durationMs = systemClock.monoMs() - startMs;
    isOver = true;
    await freshSets;
    return behind.length * WAITING_EACH + fresh.length;
  });
  const sets = behind.length * WAITING_EACH;
  rows.push([`backlog, ${behind.length} × ${WAITING_EACH} sets`, `${Math.round((1000 * sets) / durationMs)} sets/s`]);
  rows.push(['the same, batches of 50', batched]);
  rows.push(['meanwhile a fresh set to COMMIT', summary(fresh, 'ms')]);
  const client = new pg.Client({ connectionString: machines.postgres.url });
  await client.connect();
  const { rows: stored } = await client.query(
    'SELECT count(*)::integer AS n, count(DISTINCT id)::integer AS ids FROM sets',
  );
  await client.end();
  const sent = controllers.reduce((sum, { seq }) => sum + seq, 0) - 1; // one was packed to weigh it
  rows.push(['acknowledged, stored, twice', `${sent}, ${stored[0].n}, ${stored[0].n - stored[0].ids}`]);
  return rows;
}
