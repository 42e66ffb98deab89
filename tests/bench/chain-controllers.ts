/** Synthetic controllers: what a real store has captured, under ids of their own, by TLS with certificates of their own. */
import { Agent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { v7 as newId } from 'uuid';
import { newSigningRequest } from '../../src/app/uplink/signing-request.ts';
import { systemClock } from '../../src/common/clock.ts';
import type { Rep } from '../../src/contracts/events.ts';
import type { SetDoc, SetItem, UplinkAnswer } from '../../src/contracts/uplink.ts';
import { Authority } from '../../src/hub/authority.ts';
import { openHubParts } from '../../src/hub/index.ts';
import { openStore } from '../../src/store/index.ts';
import { newRep, newSet } from '../integration/store-samples.ts';

export const BAYS_EACH = 8;
export const GYMS = 100;
const REPS = 10;
/** Different ones: the same one again and again would be packed into nothing. */
const CAPTURED = 64;
const SIGNED_AT_ONCE = 4;
const MAX_SOCKETS = 2;

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Awaited at the end: what fails before then is told there, and ends nothing now. */
export function later<T>(running: Promise<T>[], one: Promise<T>): void {
  one.catch(() => undefined);
  running.push(one);
}

/** A generator with a seed (mulberry32): each run sends the same. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Controller {
  id: string;
  gym: string;
  bays: string[];
  epoch: string;
  seq: number;
  agent: Agent;
  tls: { ca: string; key: string; cert: string };
}

/** A rep whose measures are its own, in as many digits. */
function measured(setId: string, n: number, random: () => number): Rep {
  const rep = newRep(setId, { n });
  const own = Object.entries(rep).map(([name, value]) => {
    if (typeof value !== 'number' || Number.isInteger(value)) return [name, value];
    const digits = String(value).split('.')[1]!.length;
    return [name, Number((value * (0.8 + 0.4 * random())).toFixed(digits))];
  });
  const at = (ms: number) => new Date(Date.parse(rep.startedAt) + 4000 * n + Math.round(ms * random())).toISOString();
  return { ...(Object.fromEntries(own) as Rep), startedAt: at(100), lockoutAt: at(1500), endedAt: at(3000) };
}

/** Sets of ten reps as a station's database gives them to the uplink. */
export async function captured(folder: string): Promise<SetItem[]> {
  const identity = {
    keyFile: join(folder, 'card.key'),
    idFile: join(folder, 'controller.id'),
    lastId: null,
    lastIdFile: null,
  };
  const store = await openStore({ file: join(folder, 'lockout.sqlite'), identity, tracksChanges: true });
  const random = seeded(1);
  const sets = Array.from({ length: CAPTURED }, () =>
    newSet({ countedReps: REPS, loadKg: Math.round(100 * random()) }),
  );
  const reps = sets.flatMap(({ id }) => Array.from({ length: REPS }, (_, n) => measured(id, n + 1, random)));
  await store.write({ sets, reps });
  const items = await store.changes.next({ lane: 'fresh', ageMs: 1e9, limit: CAPTURED, maxBytes: 1e9 });
  await store.close();
  return items as SetItem[];
}

/** Another set like one of them. */
export function replayed(items: readonly SetItem[], of: Controller): SetItem {
  const id = newId();
  const bay = of.bays[of.seq % of.bays.length]!;
  const item = items[of.seq % items.length]!;
  const doc = { ...(item.doc as SetDoc), id, bay };
  const reps = doc.reps.map((rep) => ({ ...rep, id: newId() }));
  return { ...item, id, seq: ++of.seq, ageMs: 1000, saidAt: new Date().toISOString(), doc: { ...doc, reps } };
}

export const packed = (of: Controller, items: readonly SetItem[], waiting: number): Buffer =>
  gzipSync(
    JSON.stringify({
      ...{ v: 1, epoch: of.epoch, bootId: 'bench', monoMs: systemClock.monoMs(), sentAt: new Date().toISOString() },
      ...{ waiting, refused: 0, version: 'bench', resent: null, items },
      bays: of.bays.map((bay) => ({ bay, name: bay, isUp: true, isLifting: false })),
    }),
  );

export async function post<T>(url: string, of: Controller, body: Buffer): Promise<T> {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': body.length };
  const answered = await new Promise<[number, string] | null>((resolve, reject) => {
    const call = httpsRequest(url, { method: 'POST', agent: of.agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => (answer += part));
      response.on('end', () => resolve([response.statusCode!, answer]));
      response.on('error', reject);
    });
    // The hub ends a connection that was idle; whoever uses it in that moment asks again (https://nodejs.org/api/http.html#requestreusedsocket).
    call.on('error', (error: Error & { code?: string }) => {
      if (call.reusedSocket && error.code === 'ECONNRESET') resolve(null);
      else reject(error);
    });
    call.end(body);
  });
  if (answered === null) return post(url, of, body);
  const [status, text] = answered;
  const answer = JSON.parse(text) as T & { pauseMs?: number };
  if (status === 429) {
    await wait(answer.pauseMs ?? 0);
    return post(url, of, body);
  }
  if (status !== 200) throw new Error(`the hub answered ${status}: ${text.slice(0, 300)}`);
  return answer;
}

/** @throws Error unless all of them were acknowledged */
export async function send(url: string, of: Controller, body: Buffer, sets: number): Promise<void> {
  const { acked } = await post<UplinkAnswer>(`${url}/api/v1/uplink`, of, body);
  if (acked.length !== sets) throw new Error(`of ${sets} sets the hub acknowledged ${acked.length}`);
}

/** Known and accepted, with certificates of the hub's authority; pairing itself is measured elsewhere. */
export async function enrolled(database: string, folder: string, howMany: number): Promise<Controller[]> {
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
    const tls = { ca: authority.certificate, key, cert: certificate };
    const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, ...tls });
    const bays = Array.from({ length: BAYS_EACH }, (_, bay) => `bay-${n}-${bay}`);
    controllers.push({ id, gym, bays, epoch: newId(), seq: 0, agent, tls });
  };
  let next = 0;
  await Promise.all(
    Array.from({ length: SIGNED_AT_ONCE }, async () => {
      while (next < howMany) await sign(next++);
    }),
  );
  await pool.end();
  return controllers;
}
