/** Wrong counts of a whole station: over its API in every role, and by `lockout cases`. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { describe, expect, it, test } from 'vitest';
import { analyzeFile } from '../../src/cli/analyze.ts';
import { type Case, type CaseDocument, CasePage, CaseRight, type NewCase, SetCase } from '../../src/contracts/cases.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import { type AuditPage, type Member, NO_CONSENTS } from '../../src/contracts/members.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import { keepLift } from '../support/kept-lift.ts';
import type { Lift, makeLift } from '../support/lift.ts';
import { ROOT, runLockout, startStation, tempFolder } from '../support/station.ts';

const NO_BOARD = { LOCKOUT_BAYS_0_BOARD_PORT: '/dev/serial/by-id/usb-none' };
/** Several processes and log-ins, on a busy machine. */
const TIMEOUT_MS = 240_000;
const DATES = /20\d\d-\d\d-\d\d/;

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

async function gym() {
  const started = await startStation({ env: NO_BOARD });
  const { page, asAdmin, station, folder } = started;
  const { store } = station.writeQueue;
  const json = { 'content-type': 'application/json' };
  const admin: Fetch = (path, init = {}) =>
    asAdmin(`${page}/api/v1${path}`, { ...init, headers: { ...json, 'if-match': '*', ...(init.headers as object) } });

  /** Somebody with these consents, and what they can ask for when they are logged in. */
  async function person(alias: string, { role = 'member', keepRecordings = false } = {}) {
    const login = alias.toLowerCase();
    const secret = 'correct horse battery';
    const body = JSON.stringify({ alias, role, login, secret });
    const member = (await (await admin('/members', { method: 'POST', body })).json()) as Member;
    const answer = await fetch(`${page}/api/v1/auth/login`, {
      method: 'POST',
      headers: { ...json, origin: page },
      body: JSON.stringify({ login, secret }),
    });
    expect(answer.status).toBe(200);
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const ask: Fetch = (path, init = {}) =>
      fetch(`${page}/api/v1${path}`, {
        ...init,
        headers: { origin: page, cookie, 'if-match': '*', ...(init.body !== undefined && json) },
      });
    // Nobody else can say it for them.
    const consents = { ...NO_CONSENTS, keepRecordings };
    expect((await ask(`/members/${member.id}`, { method: 'PATCH', body: JSON.stringify({ consents }) })).status).toBe(
      200,
    );
    return { ...member, ask };
  }

  const lifted = (memberId: string | null, options?: Parameters<typeof makeLift>[1]) =>
    keepLift(store, memberId, options);
  const env = { LOCKOUT_WEB_PORT: new URL(page).port };
  const lockout = async (...args: string[]) => {
    const { exited, output } = runLockout(args, { folder, env });
    const { code } = await exited;
    return { code, out: output() };
  };
  return { ...started, admin, person, lifted, lockout };
}

/** All of its movements as the station judged them, or with some of them said otherwise. */
function said({ detail }: Lift, change: (isRep: boolean, index: number) => boolean = (isRep) => isRep): NewCase {
  const movements = detail.reps.map(({ id, verdict }, index) => ({
    repId: id,
    isRep: change(verdict === 'counted', index),
  }));
  return { countedReps: movements.filter(({ isRep }) => isRep).length, movements, missing: [] };
}
const put = (body: object): RequestInit => ({ method: 'PUT', body: JSON.stringify(body) });
const jsonOf = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;
const casesOf = async (ask: Fetch) => (await (await ask('/cases')).json()) as CasePage;

describe('a wrong count', () => {
  it(
    'is said by its member or a trainer, kept with their consent, and by nobody else',
    async () => {
      const { person, lifted, admin, page } = await gym();
      const [mira, ben] = [await person('Mira', { keepRecordings: true }), await person('Ben')];
      const ana = await person('Ana', { role: 'trainer' });
      const lift = await lifted(mira.id);
      const path = `/sets/${lift.detail.set.id}/case`;
      const body = said(lift, (isRep, index) => isRep || index === 4);
      expect(body.countedReps).toBe(8);

      // Without a cookie a test is a paired screen.
      const screen: Fetch = (address, init = {}) => fetch(`${page}/api/v1${address}`, init);
      for (const method of ['GET', 'DELETE', 'PUT']) {
        const init = method === 'PUT' ? put(body) : { method };
        expect((await ben.ask(path, init)).status, `${method} by another member`).toBe(404);
        expect((await screen(path, init)).status, `${method} by a screen`).toBe(403);
      }
      expect((await mira.ask('/cases')).status).toBe(403);
      const before = await jsonOf<SetCase>(mira.ask(path));
      expect(before).toEqual({ case: null, refusal: null });

      expect((await mira.ask(path, put(body))).status).toBe(200);
      const state = await jsonOf<{ case: Case }>(mira.ask(path));
      expect([...Compile(SetCase).Errors(state)]).toEqual([]);
      expect(state).toMatchObject({ case: { countedReps: 7, right: { countedReps: 8 }, memberId: mira.id } });
      // A set begins 3 s into its recording.
      expect(state.case.right.movements[0]?.fromS).toBe(3);
      // The count of the set stays as it is.
      expect((await jsonOf<SetDetail>(mira.ask(`/sets/${lift.detail.set.id}`))).set.countedReps).toBe(7);

      const again = await ana.ask(path, put({ ...body, countedReps: 9, missing: [{ fromS: 40, toS: 43 }] }));
      expect(((await again.json()) as Case).id).toBe(state.case.id);
      const { rows } = (await jsonOf(ana.ask('/audit?limit=5'))) as AuditPage;
      const deeds = rows.filter(({ kind }) => kind.startsWith('case-'));
      expect(deeds.map(({ kind, actorId, memberId }) => [kind, actorId, memberId])).toEqual([
        ['case-changed', ana.id, mira.id],
        ['case-kept', mira.id, mira.id],
      ]);
      const listed = await casesOf(ana.ask);
      expect([...Compile(CasePage).Errors(listed)]).toEqual([]);
      expect(listed).toMatchObject({ cases: [{ id: state.case.id }], next: null, total: { cases: 1 } });

      const recording = await (await ana.ask(`/cases/${state.case.id}/recording`)).text();
      expect(recording).toContain('# started_s: 3\n');
      expect(recording).not.toMatch(DATES);
      expect(recording).not.toContain(lift.detail.set.id);

      expect((await ana.ask(path, put({ ...body, countedReps: 1 }))).status).toBe(422);
      expect((await mira.ask(path, { method: 'DELETE' })).status).toBe(204);
      expect((await mira.ask(path, { method: 'DELETE' })).status).toBe(404);
      expect((await casesOf(admin)).total.cases).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'of a member who keeps no recordings, or without one, is no case, and the station says why',
    async () => {
      const { person, lifted, admin } = await gym();
      const ben = await person('Ben');
      const lift = await lifted(ben.id);
      const path = `/sets/${lift.detail.set.id}/case`;
      expect(await jsonOf(ben.ask(path))).toEqual({ case: null, refusal: 'no-consent' });
      const refused = await admin(path, put(said(lift)));
      expect([refused.status, ((await refused.json()) as Problem).type]).toEqual([
        409,
        'urn:lockout:problem:no-consent',
      ]);

      const consents = { ...NO_CONSENTS, keepRecordings: true };
      const change = { method: 'PATCH', body: JSON.stringify({ consents }) };
      expect((await ben.ask(`/members/${ben.id}`, change)).status).toBe(200);
      // What was not kept then does not come back; the next set is kept.
      const bare = await jsonOf<SetCase>(ben.ask(path));
      expect(bare.refusal).toBe('no-recording');
      expect((await ben.ask(path, put(said(lift)))).status).toBe(409);
      const next = await lifted(ben.id);
      const nextPath = `/sets/${next.detail.set.id}/case`;
      expect((await ben.ask(nextPath, put(said(next)))).status).toBe(200);
      const export_ = await jsonOf<{ cases: Case[] }>(ben.ask(`/members/${ben.id}/export?format=json`));
      expect(export_.cases).toMatchObject([{ setId: next.detail.set.id }]);

      const withdrawn = { method: 'PATCH', body: JSON.stringify({ consents: { ...consents, keepRecordings: false } }) };
      expect((await ben.ask(`/members/${ben.id}`, withdrawn)).status).toBe(200);
      expect((await casesOf(admin)).total).toEqual({ cases: 0, bytes: 0 });
    },
    TIMEOUT_MS,
  );
});

test(
  'lockout cases lists, tries with two versions, and exports without names',
  async () => {
    const { person, lifted, admin, lockout, folder } = await gym();
    expect(await lockout('cases', 'list')).toMatchObject({ code: 0, out: expect.stringContaining('no case yet') });
    const mira = await person('Mira', { keepRecordings: true });
    const isRight = await lifted(mira.id);
    const isWrong = await lifted(mira.id, { reps: 6 });
    await admin(`/sets/${isRight.detail.set.id}/case`, put(said(isRight)));
    await admin(`/sets/${isWrong.detail.set.id}/case`, put(said(isWrong, (_, index) => index > 0)));

    const list = await lockout('cases', 'list');
    expect(list.code, list.out).toBe(0);
    expect(list.out).toMatch(/hip-thrust {2}right value 7 {2}\S+ counted 7 {2}this version right \(7\)/);
    expect(list.out).toMatch(/right value 5 {2}\S+ counted 5 {2}this version wrong \(5\)/);

    const run = await lockout('cases', 'run', '--json');
    expect(run.code, run.out).toBe(0);
    const { cases, worse } = JSON.parse(run.out);
    expect(worse).toBe(0);
    expect(cases.map(({ now }: { now: object }) => now)).toEqual([
      { isRight: true, countedReps: 7, faults: [] },
      // The first movement was no rep, the short one in the middle was.
      { isRight: false, countedReps: 5, faults: [phantomAt(4.1), { kind: 'missed', atS: expect.any(Number) }] },
    ]);

    const same = await lockout('cases', 'run', '--with', ROOT);
    expect([same.code, same.out]).toEqual([
      0,
      expect.stringMatching(/1 of 2 right in this version .*, 1 in the other; 0 become wrong/),
    ]);
    const other = join(tempFolder(), 'dist');
    mkdirSync(join(other, 'src/cli'), { recursive: true });
    writeFileSync(join(other, 'package.json'), '{"type":"module"}');
    const countsNothing = 'export const analyzeFile = async () => ({ countedReps: 0, movements: [] });';
    writeFileSync(join(other, 'src/cli/analyze.js'), countsNothing);
    const worseRun = await lockout('cases', 'run', '--with', other);
    expect([worseRun.code, worseRun.out]).toEqual([1, expect.stringContaining('1 become wrong')]);
    writeFileSync(
      join(other, 'src/cli/analyze.js'),
      "export const analyzeFile = async () => { throw new Error('no'); };",
    );
    const broken = await lockout('cases', 'run', '--with', other);
    expect([broken.code, broken.out]).toEqual([1, expect.stringMatching(/right \(7\) → failed \(no\)/)]);
    const none = await lockout('cases', 'run', '--with', folder);
    expect([none.code, none.out]).toEqual([2, expect.stringContaining('holds no built Lockout')]);

    const exported = await lockout('cases', 'export', 'report');
    expect(exported.code, exported.out).toBe(0);
    const files = readdirSync(join(folder, 'report')).sort();
    expect(files).toHaveLength(4);
    const texts = files.map((file) => readFileSync(join(folder, 'report', file), 'utf8'));
    for (const text of [...files, ...texts]) {
      for (const name of [mira.id, 'Mira', 'bay-1', isRight.detail.set.id, isWrong.detail.set.id])
        expect(text).not.toContain(name);
      expect(text).not.toMatch(DATES);
    }
    for (const file of files.filter((name) => name.endsWith('.json'))) {
      const document = JSON.parse(readFileSync(join(folder, 'report', file), 'utf8')) as CaseDocument;
      expect([...Compile(CaseRight).Errors(document.right)]).toEqual([]);
      expect(files).toContain(document.recording);
      // The recording is one, and has the reps that were counted.
      const analysed = await analyzeFile(join(folder, 'report', document.recording));
      expect(analysed.countedReps).toBe(document.counted.countedReps);
    }
    expect((await lockout('cases', 'export', 'report')).code).toBe(1);
  },
  TIMEOUT_MS,
);

const phantomAt = (atS: number) => ({ kind: 'phantom', atS: expect.closeTo(atS, 0) });
