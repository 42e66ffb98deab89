/** A running station with a lifter who comes when told to, cards at a reader in software, and people who log in. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Member, type NewMember, type NewProgramme, NO_CONSENTS } from '../../src/contracts/members.ts';
import { VirtualPn532 } from '../../src/sim/pn532.ts';
import { addCard } from '../support/members.ts';
import { startStation } from '../support/station.ts';

/** Its first set: eight reps, one of them partial; then nobody touches the bar for twenty seconds of ours. */
const SEED = 336;
/** How long a card must be away to be held there again. */
const AWAY_MS = 1_700;
/** The reader looks for cards. */
const SEARCH = 0x4a;
/** Of what a lifter does, which takes its time on a busy machine. */
export const LIFTING = { timeout: 60_000 };

export const PLAN: NewProgramme = {
  exercise: 'hip-thrust',
  sets: 3,
  repsMin: 6,
  repsMax: 8,
  // A hold lasts 0.3 to 0.5 s at three times the speed.
  holdS: 0.3,
  tempo: null,
  load: { kind: 'load', loadKg: 80 },
  restS: 30,
  note: '',
};

/** What a person types to log in. */
export interface Account {
  login: string;
  secret: string;
}

export interface NewPerson extends NewMember {
  uid?: string;
  plan?: NewProgramme;
  /** They have not said what they agree to. */
  isAsked?: boolean;
}

interface GymOptions {
  /** 3: the lifter lives three times as fast as people do. */
  timeScale?: number;
  targetHoldS?: number;
  /** Both of a station that was here before. */
  folder?: string;
  port?: string;
  /** Under which phones reach it; without one, and on loopback alone, there is no code for them. */
  publicUrl?: string;
}

/** A station with one bay and its card reader; nobody lifts until `lifterComes`. */
export async function startGym({ timeScale = 3, targetHoldS = 1, folder, port = '0', publicUrl }: GymOptions = {}) {
  let chip = new VirtualPn532();
  const openReader = async () => {
    chip = new VirtualPn532();
    return chip;
  };
  const yaml = `bays: [{ targetHoldS: ${targetHoldS}, simulator: { timeScale: ${timeScale}, seed: ${SEED} }, readers: [{ port: simulated-chip }] }]`;
  const env = { LOCKOUT_WEB_PORT: port, ...(publicUrl && { LOCKOUT_WEB_PUBLIC_URL: publicUrl }) };
  const started = await startStation({ yaml, openReader, env, ...(folder && { folder }) });
  const { station, asAdmin, page: url } = started;
  const [bay] = station.bays;
  if (!bay) throw new Error('the configuration has a bay');
  await bay.supervisor.stop();
  let takenAwayMs = Number.NEGATIVE_INFINITY;

  const ask = async <T>(method: string, path: string, body: object): Promise<T> => {
    const headers = { 'content-type': 'application/json', 'if-match': '*' };
    const answer = await asAdmin(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };

  return {
    ...started,
    bay,
    url,
    ask,

    /** The board is plugged in, and the lifter begins. */
    lifterComes: () => bay.supervisor.start(),

    async addPerson({ uid, plan, consents = NO_CONSENTS, isAsked = false, ...person }: NewPerson): Promise<Member> {
      const member = await ask<Member>('POST', '/members', person);
      const own = { id: member.id, role: 'member' };
      // Only the member themselves can say it; who is to be asked has not.
      if (!isAsked)
        await station.writeQueue.store.members.change(member.id, member.revision, { consents }, member.createdAt, own);
      if (plan) await ask('PUT', `/members/${member.id}/programmes/${plan.exercise}`, plan);
      if (uid) await addCard(station.writeQueue.store, station.loaded.dataDir, { memberId: member.id, uid });
      await station.presence.read();
      return member;
    },

    /** Holds a card to the reader until something came of it, and takes it away. */
    async tap(uid: string): Promise<void> {
      const greeting = () => station.presence.presence(bay.config.id).greeting;
      const before = greeting()?.at;
      await delay(Math.max(0, takenAwayMs + AWAY_MS - performance.now()));
      // What lies on the reader when it is opened has been left there.
      await expect.poll(() => chip.commands.filter(([code]) => code === SEARCH).length).toBeGreaterThan(2);
      chip.setCards([{ uid }]);
      await expect.poll(() => greeting()?.at).not.toBe(before);
      chip.setCards([]);
      takenAwayMs = performance.now();
    },
  };
}
export type Gym = Awaited<ReturnType<typeof startGym>>;

/** On any page that asks for it. */
export async function logIn(page: Page, { login, secret }: Account): Promise<void> {
  await page.getByLabel('Login name').fill(login);
  await page.getByLabel('PIN or password').fill(secret);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** All that a page says of reps from now on, though each verdict stands only until the next rep. */
export async function verdictsOf(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(`{
    globalThis.verdicts = new Set();
    const hear = () => verdicts.add([...document.querySelectorAll('[data-testid=verdict] > *')].map((part) => part.textContent).join(' '));
    new MutationObserver(hear).observe(document.body, { subtree: true, childList: true, characterData: true });
  }`);
  return () => page.evaluate<string>("[...verdicts].join('\\n')");
}

/** The count that a page shows reached `n`. */
export async function counts(page: Page, n: number): Promise<void> {
  const count = page.getByTestId('count');
  await count.waitFor(LIFTING);
  await expect.poll(async () => Number(await count.innerText()), LIFTING).toBeGreaterThanOrEqual(n);
}
