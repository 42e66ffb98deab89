/** The mains fail in the middle of a set, and in the middle of an update: no announced rep is lost, and the station starts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SetDetail } from '../../src/contracts/http.ts';
import type { BaySnapshot } from '../../src/contracts/live.ts';
import type { UpdateReport } from '../../src/contracts/update.ts';
import type { Container } from './container.ts';
import type { Packages } from './packages.ts';
import type { PageAdmin } from './page-admin.ts';
import { expectThat, type Story } from './story.ts';

interface Place {
  story: Story;
  machine: Container;
  packages: Packages;
  admin: PageAdmin;
  healthy: (version: string) => Promise<string>;
  /** Adds up what is lost when a member or an admin is missing. */
  members: () => number;
}

/** Between one power cut and the next one's place in the update, which takes about ten of them. */
const CUT_STEP_MS = 900;
const CUT_STEPS = 12;
const LOOK_MS = 200;
const WAIT_TIMEOUT_MS = 240_000;

async function until<T>(what: string, look: () => T | null): Promise<T> {
  const startedMs = performance.now();
  for (;;) {
    const found = look();
    if (found !== null) return found;
    expectThat(performance.now() - startedMs < WAIT_TIMEOUT_MS, `${what}: not within ${WAIT_TIMEOUT_MS / 1000} s`);
    await delay(LOOK_MS);
  }
}

/** As a page shows it; null: no set is in progress, or it has too few reps yet. */
function shownSet(admin: PageAdmin, fromReps: number): { id: string; reps: number } | null {
  const { status, body } = admin.ask('GET', '/bays');
  const set = status === 200 ? (body as BaySnapshot[])[0]!.state.set : null;
  return set && set.countedReps >= fromReps ? { id: set.id, reps: set.countedReps } : null;
}

/** @param cuts how many; each one rep later in its set than the one before, up to the sixth */
export async function cutsInSets({ story, machine, admin, healthy }: Place, cuts: number): Promise<void> {
  for (let cut = 1; cut <= cuts; cut++)
    await story.step(`power cut ${cut} in the middle of a set: every rep that a page showed is kept`, async () => {
      const shown = await until('a set in progress', () => shownSet(admin, 1 + (cut % 6)));
      await machine.cutPower();
      await machine.boot();
      await healthy(versionInUse(machine));
      const { set } = await until('the set that was cut off', () => {
        const { status, body } = admin.ask('GET', `/sets/${shown.id}`);
        return status === 200 && (body as SetDetail).set.endedAt !== null ? (body as SetDetail) : null;
      });
      expectThat(set.countedReps >= shown.reps, `${shown.reps} reps were shown, ${set.countedReps} are kept`);
      return `${shown.reps} were shown, ${set.countedReps} are kept (${set.endReason})`;
    });
}

/** @param cuts how many, spread over what an update takes. The version of each has to be built already: 3.0.1, 3.0.2 … */
export async function cutsInUpdates(place: Place, cuts: number): Promise<void> {
  const { story, machine, packages, admin, healthy, members } = place;
  const report = () => JSON.parse(machine.must('lockout', 'update', '--status', '--json')) as UpdateReport;
  const isOver = () => ['done', 'failed', 'undone'].includes(report().phase);
  for (let cut = 1; cut <= cuts; cut++)
    await story.step(`power cut ${cut} in an update: it starts, and ends with one whole release`, async () => {
      const version = `3.0.${cut}`;
      const people = members();
      const sets = admin.endedSets();
      machine.put(packages.good(version), 'root/offer.deb');
      machine.put(`${packages.good(version)}.minisig`, 'root/offer.deb.minisig');
      machine.launch('lockout', 'update', '/root/offer.deb');
      // Once the set in progress is over it begins; the cuts are spread over what then takes some seconds.
      await until('the beginning of the update', () => {
        const { to, phase } = report();
        return to === version && phase !== 'waiting' ? true : null;
      });
      await delay(((cut - 1) % CUT_STEPS) * CUT_STEP_MS);
      const cutIn = report().phase;
      await machine.cutPower();
      await machine.boot();
      await until('the end of the update', () => (isOver() ? true : null));
      const inUse = versionInUse(machine);
      await healthy(inUse);
      expectThat(members() === people, 'a member is gone');
      const after = admin.endedSets();
      const lost = [...sets].filter(([id, reps]) => after.get(id) !== reps);
      expectThat(lost.length === 0, `sets are gone or have other reps: ${lost.join('; ')}`);
      return `cut while ${cutIn}; ${inUse} runs, ${report().phase}`;
    });
}

const versionInUse = (machine: Container): string =>
  (JSON.parse(readFileSync(join(machine.root, 'usr/lib/lockout/current/package.json'), 'utf8')) as { version: string })
    .version;
