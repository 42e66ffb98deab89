/**
 * Updates that an admin starts on the page, end to end: the station takes the package, systemd starts root's part, a new release runs or the old
 * one comes back, and the page says which.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { UpdateReport, UpdateState } from '../../src/contracts/update.ts';
import type { Container } from './container.ts';
import type { BadRelease, Packages } from './packages.ts';
import type { PageAdmin } from './page-admin.ts';
import { expectThat, type Story } from './story.ts';

interface Place {
  story: Story;
  machine: Container;
  packages: Packages;
  admin: PageAdmin;
  folder: string;
  /** Version that runs before the first step. */
  from: string;
  healthy: (version: string) => Promise<string>;
}

const UNIT = 'lockout-update-request';
const REQUESTS = '/var/lib/lockout/update';
/** 120 s for the verdict, and what a busy machine needs beside it. */
const END_TIMEOUT_MS = 400_000;
const LOOK_MS = 500;
/** From the request until the old release answers again. */
const BACK_S = 150;

export async function pageUpdateSteps(place: Place, bad: readonly BadRelease[]): Promise<void> {
  const { story, machine, packages, admin, folder, healthy } = place;
  let inUse = place.from;
  const ended = async (of: string): Promise<UpdateState> => {
    const startedMs = performance.now();
    for (;;) {
      const state = admin.state();
      const { last } = state ?? {};
      // Of this version, or of a package that can't be read.
      if (state && state.requestedAt === null && last && last.endedAt !== null && last.to === of) return state;
      if (performance.now() - startedMs > END_TIMEOUT_MS)
        throw new Error(
          `the page says ${JSON.stringify(state)}\n${machine.run('journalctl', '-u', UNIT, '-n', '20', '--no-pager').output}`,
        );
      await delay(LOOK_MS);
    }
  };
  const keepsSets = async (work: () => Promise<string>): Promise<string> => {
    const before = admin.endedSets();
    const figure = await work();
    const after = admin.endedSets();
    const lost = [...before].filter(([id, reps]) => after.get(id) !== reps);
    expectThat(lost.length === 0, `sets are gone or have other reps: ${lost.join('; ')}`);
    return `${figure}; ${before.size} sets kept`;
  };
  const isTaken = () => {
    expectThat(!machine.has(`${REQUESTS}/request.json`), 'the request is left');
    expectThat(
      machine.must('systemctl', 'is-active', `${UNIT}.path`) === 'active',
      'systemd no longer looks for requests',
    );
  };

  await story.step('an update from the page: root’s unit installs it, the new release runs, and the page says so', () =>
    keepsSets(async () => {
      const version = '2.1.0';
      const offer = admin.bring(packages.good(version));
      expectThat(offer.version === version && offer.refusal === null, JSON.stringify(offer));
      admin.install(version);
      const state = await ended(version);
      expectThat(state.last?.phase === 'done' && state.version === version, JSON.stringify(state));
      isTaken();
      inUse = version;
      await healthy(version);
      return `${tookS(state.last!).toFixed(0)} s from the request to the verdict`;
    }),
  );

  await story.step('the page refuses an older and a forged package, and installs neither', () => {
    for (const [file, kind] of [
      [packages.good('1.0.0'), 'package-older'],
      [forged(packages, folder), 'package-forged'],
    ] as const) {
      const offer = admin.bring(file);
      expectThat(offer.refusal?.kind === kind, `${kind}: ${JSON.stringify(offer)}`);
      const { status } = admin.ask('POST', '/update', { version: offer.version ?? '3.0.0', again: true });
      expectThat(status === 422, `it answered ${status}`);
    }
    expectThat(!machine.has(`${REQUESTS}/request.json`), 'it was requested');
    expectThat(admin.state()?.version === inUse, 'another version runs');
  });

  await story.step(
    'a station that was taken over asks root for a forged package, or a link: refused, and the page says why',
    async () => {
      const request = `'{"at":"2026-12-01T00:00:00.000Z","again":true}' >${REQUESTS}/request.json`;
      const asStation = (script: string) =>
        machine.must('setpriv', '--reuid=lockout', '--regid=lockout', '--clear-groups', 'sh', '-c', script);
      for (const [prepare, words] of [
        ['true', 'not of this file'], // the forged one still lies there
        [`ln -sfn /etc/shadow ${REQUESTS}/package.deb`, 'ELOOP'],
      ] as const) {
        const before = admin.state()?.last?.startedAt;
        asStation(`${prepare} && echo ${request}`);
        const state = await ended('');
        expectThat(state.last?.phase === 'failed' && state.last.reason.includes(words), JSON.stringify(state.last));
        expectThat(state.last?.startedAt !== before, 'it is the report of the one before');
        expectThat(state.version === inUse, 'another version runs');
        isTaken();
      }
      machine.must('rm', '-f', `${REQUESTS}/package.deb`, `${REQUESTS}/package.deb.minisig`);
    },
  );

  for (const kind of bad)
    await story.step(`a bad release (${kind}) from the page is undone, with every set`, () =>
      keepsSets(async () => {
        const { refusal, version } = admin.bring(packages.bad(kind, '3.0.0'));
        expectThat(
          version === '3.0.0' && (refusal === null || refusal.kind === 'package-undone'),
          JSON.stringify(refusal),
        );
        const startedMs = performance.now();
        admin.install('3.0.0', true);
        const { last } = await ended('3.0.0');
        const seconds = (performance.now() - startedMs) / 1000;
        expectThat(last?.phase === 'undone', JSON.stringify(last));
        await healthy(inUse);
        const slow = seconds > BACK_S ? ` (more than ${BACK_S} s)` : '';
        return `${last!.reason}; back ${seconds.toFixed(0)} s after the request${slow}`;
      }),
    );

  await story.step('the power goes before root has seen the request: it is taken at the next start', async () => {
    const version = '2.2.0';
    expectThat(admin.bring(packages.good(version)).refusal === null, 'it is refused');
    machine.must('systemctl', 'stop', `${UNIT}.path`);
    admin.install(version);
    expectThat(typeof admin.state()?.requestedAt === 'string', 'the page does not say that it was asked for');
    await machine.cutPower();
    await machine.boot();
    const state = await ended(version);
    expectThat(state.last?.phase === 'done' && state.version === version, JSON.stringify(state));
    isTaken();
    inUse = version;
    return healthy(version);
  });
}

const tookS = ({ startedAt, endedAt }: UpdateReport) => (Date.parse(endedAt ?? '') - Date.parse(startedAt)) / 1000;

/** A good one with one bit changed, and the signature of the good one. */
export function forged(packages: Packages, folder: string): string {
  const good = packages.good('3.0.0');
  const file = join(folder, 'forged.deb');
  const bytes = readFileSync(good);
  bytes[bytes.length - 100]! ^= 1;
  writeFileSync(file, bytes);
  writeFileSync(`${file}.minisig`, readFileSync(`${good}.minisig`));
  return file;
}
