import { Readable } from 'node:stream';
import { v7 } from 'uuid';
import type { SerialPort } from '../../src/contracts/administration.ts';
import type { PastAlert } from '../../src/contracts/alert-log.ts';
import type { KeptBackup } from '../../src/contracts/backups.ts';
import type { FloorInfo } from '../../src/contracts/class-clock.ts';
import type { FlashState } from '../../src/contracts/flash.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import type { AuditRow, Card, Correction, Member, NewMember, Programme } from '../../src/contracts/members.ts';
import type { Tap, TapRequest } from '../../src/contracts/presence.ts';
import type { Group, Template } from '../../src/contracts/programmes.ts';
import type { UpdateState } from '../../src/contracts/update.ts';
import {
  differences,
  refusalOf,
  revised,
  type StandingCorrection,
  withCorrections,
} from '../../src/members/corrections.ts';
import type { Actor } from '../../src/web/identity.ts';
import type { IdempotencyState, MemberPorts } from '../../src/web/member-ports.ts';
import { ProblemError, problemOf } from '../../src/web/problems.ts';
import { fakeBackups } from './fake-backups.ts';
import { fakeCases } from './fake-cases.ts';
import { fakePlanning } from './fake-planning.ts';
import type { FakeHistory } from './fake-web.ts';
import { makeMember, makePresence, makeProgramme } from './make-members.ts';

const now = () => new Date().toISOString();

/** Members in memory; what was asked of the rest stands in `calls`. */
export class FakeMembers implements MemberPorts {
  readonly people = new Map<string, Member>();
  readonly cards = new Map<string, Card[]>();
  readonly plans = new Map<string, Programme>();
  readonly rows: AuditRow[] = [];
  readonly calls: string[] = [];
  readonly #answers = new Map<string, { hash: string; status: number; body: string } | 'open'>();
  readonly #history: FakeHistory;

  constructor(history: FakeHistory) {
    this.#history = history;
  }

  add(patch: Partial<Member> = {}): Member {
    const member = makeMember(patch);
    this.people.set(member.id, member);
    return member;
  }

  #known(id: string): Member {
    const member = this.people.get(id);
    if (!member) throw new ProblemError('no-such-member', { id });
    return member;
  }

  members: MemberPorts['members'] = {
    page: async ({ limit, search = '' }) => {
      const found = [...this.people.values()].filter((one) => one.alias.toLowerCase().includes(search.toLowerCase()));
      return { members: found.slice(0, limit), next: null };
    },
    get: async (id) => this.#known(id),
    create: async ({ secret, ...member }: NewMember) => {
      this.calls.push(`create ${member.alias}`);
      return this.add({ ...(member as Partial<Member>), hasSecret: Boolean(secret) });
    },
    change: async (id, revision, { secret, ...patch }) => {
      const member = this.#known(id);
      if (secret !== undefined) this.calls.push(`secret of ${id}`);
      if (revision !== null && revision !== member.revision)
        throw new ProblemError('member-changed', { revision: member.revision });
      const changed = { ...member, ...(patch as Partial<Member>), revision: member.revision + 1 };
      this.people.set(id, changed);
      return changed;
    },
    remove: async (id) => void this.people.delete(this.#known(id).id),
    cards: async (id) => this.cards.get(this.#known(id).id) ?? [],
    removeCard: async (id, cardId) => {
      const cards = this.cards.get(id) ?? [];
      if (!cards.some((card) => card.id === cardId)) throw new ProblemError('no-such-card', { id: cardId });
      this.cards.set(
        id,
        cards.filter((card) => card.id !== cardId),
      );
    },
    programmes: async (id) => [...this.plans.values()].filter((plan) => plan.memberId === this.#known(id).id),
    programme: async (id, exercise) => this.plans.get(`${this.#known(id).id} ${exercise}`) ?? makeProgramme(exercise),
    putProgramme: async (id, revision, programme) => {
      const stored = this.plans.get(`${this.#known(id).id} ${programme.exercise}`)?.revision ?? 0;
      if (revision !== null && revision !== stored) throw new ProblemError('programme-changed', { revision: stored });
      const plan: Programme = { ...programme, memberId: id, revision: stored + 1, updatedAt: now() };
      this.plans.set(`${id} ${plan.exercise}`, plan);
      return plan;
    },
    removeProgramme: async (id, exercise) => {
      if (!this.plans.delete(`${id} ${exercise}`)) throw new ProblemError('no-such-programme', { exercise });
    },
  };

  memberHistory: MemberPorts['memberHistory'] = {
    sets: async (id, { limit }) => ({
      sets: this.#history.details
        .map(({ set }) => set)
        .filter((set) => set.memberId === id)
        .slice(0, limit),
      next: null,
    }),
    records: async () => [],
    trends: async (_id, exercise) => ({ exercise, days: [], loadVelocity: [], oneRepMax: [], oneRepMaxMissing: null }),
    export: async (id, { format }) => ({
      fileName: `lockout-${format}`,
      contentType: 'application/octet-stream',
      body: Buffer.from(`${format} of ${id}`),
    }),
  };

  corrections: MemberPorts['corrections'] = {
    correct: async (setId, correction, actor) => this.#corrected(setId, correction, actor),
    undo: async (auditId, actor) => {
      const row = this.rows.find(({ id }) => id === auditId);
      if (!row?.setId) throw new ProblemError('no-such-correction', { id: auditId });
      row.undoneAt = now();
      this.#standing.delete(auditId);
      return this.#settled(row.setId, { kind: 'undo', undoes: auditId }, actor);
    },
    ofSet: async (setId) => this.rows.filter((row) => row.setId === setId),
    audit: async ({ limit, before, memberId, kind }) => {
      const found = this.rows
        .toReversed()
        .filter(
          (row) => (!memberId || row.memberId === memberId || row.actorId === memberId) && (!kind || row.kind === kind),
        );
      const from = before === undefined ? 0 : found.findIndex(({ id }) => id === before) + 1;
      const rows = found.slice(from, from + limit);
      return { rows, next: found.length > from + limit ? (rows.at(-1)?.id ?? null) : null };
    },
    row: async (auditId) => {
      const row = this.rows.find(({ id }) => id === auditId);
      if (!row) throw new ProblemError('no-such-correction', { id: auditId });
      return row;
    },
  };

  /** By the rules of the station, so that what a page shows afterwards is what it would show there. */
  async #corrected(setId: string, correction: Correction, actor: Actor) {
    this.calls.push(`correct ${setId} ${correction.kind} by ${actor.role}`);
    const detail = await this.#history.getSet(setId);
    if (!detail) throw new ProblemError('no-such-set', { id: setId });
    const refusal = refusalOf(detail, correction);
    if (refusal) throw problemOf(refusal);
    if (!this.#originals.has(setId)) this.#originals.set(setId, structuredClone(detail));
    const id = v7();
    this.#standing.set(id, { setId, correction, role: actor.role, at: now() });
    return this.#settled(setId, { id, kind: correction.kind }, actor);
  }

  async #settled(setId: string, row: Pick<AuditRow, 'kind'> & Partial<AuditRow>, actor: Actor) {
    const detail = (await this.#history.getSet(setId))!;
    const standing = [...this.#standing.values()].filter((one) => one.setId === setId);
    const next = revised(detail, withCorrections(this.#originals.get(setId)!, standing));
    const { before, after } = differences(detail, next);
    Object.assign(detail, { set: next.set, reps: next.reps });
    const audit: AuditRow = {
      id: v7(),
      at: now(),
      actorId: actor.id,
      actorRole: actor.role,
      setId,
      memberId: detail.set.memberId,
      beforeJson: JSON.stringify(before),
      afterJson: JSON.stringify(after),
      undoneAt: null,
      undoes: null,
      ...row,
    };
    this.rows.push(audit);
    return { ...detail, audit };
  }
  readonly #originals = new Map<string, SetDetail>();
  readonly #standing = new Map<string, StandingCorrection & { setId: string }>();

  cases = fakeCases(this.people);

  presence: MemberPorts['presence'] = {
    start: async (bay, who) => {
      this.calls.push(`start ${bay} ${who.kind}`);
      return makePresence(bay, { kind: who.kind });
    },
    end: async (bay) => {
      this.calls.push(`end ${bay}`);
      return makePresence(bay);
    },
    tap: async (bay: string, { uid, reader = 'http' }: TapRequest): Promise<Tap> => {
      this.calls.push(`tap ${bay}`);
      const lastDigits = uid.slice(-4);
      return {
        v: 1,
        site: 'gym',
        bay,
        id: v7(),
        at: now(),
        reader,
        result: 'unknown',
        lastDigits,
        asksSetId: null,
        text: 'Who is that?',
      };
    },
    claimCode: async (_bay, origin) => ({
      code: 'ABC234',
      url: origin === null ? null : `${origin}/claim/ABC234`,
      expiresAt: now(),
    }),
    claim: async (code, memberId) => {
      this.calls.push(`claim ${code}`);
      return makePresence('bay-1', { kind: 'member', memberId });
    },
    undoEnd: async (bay) => {
      this.calls.push(`undoEnd ${bay}`);
      return makePresence(bay);
    },
    answer: async (bay, { setId, isMine }) => {
      this.calls.push(`answer ${bay} ${setId} ${isMine}`);
      return makePresence(bay);
    },
    consent: async (bay, consents) => {
      const agreed = Object.entries(consents).filter(([, isOn]) => isOn);
      this.calls.push(`consent ${bay} ${agreed.map(([name]) => name).join(' ')}`);
      return makePresence(bay);
    },
    startEnrolment: async (bay, memberId) =>
      makePresence(bay, { enrolment: { memberId, alias: this.#known(memberId).alias, until: now() } }),
    cancelEnrolment: async (bay) => makePresence(bay),
    restartSet: async (bay, actor) => {
      this.calls.push(`restartSet ${bay}`);
      const last = this.#history.details.find(({ set }) => set.bay === bay);
      if (!last) throw new ProblemError('no-set', { bay });
      return this.#corrected(last.set.id, { kind: 'delete' }, actor);
    },
  };

  webhooks: MemberPorts['webhooks'] = {
    list: async () => [],
    create: async (url) => ({
      webhook: {
        id: v7(),
        url,
        active: true,
        alerts: false,
        createdAt: now(),
        lastDeliveredAt: null,
        lastError: null,
        waiting: 0,
      },
      secret: 'fake-signing-secret',
    }),
    change: async (id) => {
      throw new ProblemError('no-such-webhook', { id });
    },
    remove: async (id) => {
      throw new ProblemError('no-such-webhook', { id });
    },
  };

  serialPorts: SerialPort[] = [];
  readonly restartedBoards: string[] = [];
  flashing: FlashState = {
    phase: 'idle',
    percent: 0,
    board: null,
    port: null,
    startedAt: null,
    firmware: null,
    problem: null,
  };
  administration: MemberPorts['administration'] = {
    utilisation: async () => ({ hours: [] }),
    backup: async () => ({ fileName: 'lockout.backup', bytes: 6, body: Readable.from([Buffer.from('backup')]) }),
    configText: async () => ({ yaml: '', etag: 'none' }),
    saveConfig: async () => ({ file: 'lockout.yaml', changed: [], needsRestart: false, etag: 'next' }),
    logLines: () => [{ at: now(), level: 'info', text: 'a line' }],
    versions: async () => ({
      lockout: '0.0.0-test',
      node: process.version,
      system: 'test',
      schemaVersion: 5,
      update: null,
      uptimeS: 1,
      phoneUrl: 'http://192.168.1.20:8080',
      time: { at: now(), isSynchronized: true },
      addresses: ['192.168.1.20'],
      boards: [],
    }),
    serialPorts: async () => this.serialPorts,
    restartBoard: async (bay) => void this.restartedBoards.push(bay),
    flashState: () => this.flashing,
    flashBoard: async (_bay, { board, port }) => {
      this.flashing = { ...this.flashing, phase: 'writing', board, port: port ?? '/dev/ttyUSB0', startedAt: now() };
      return this.flashing;
    },
  };

  readonly planned = { templates: [] as Template[], groups: [] as Group[] };
  planning = fakePlanning(this.planned, this.calls, (id) => this.#known(id).alias);

  floorNow: FloorInfo = { leaderboard: false, classMode: false, class: null };
  readonly onLeaderboard = new Set<string>();
  floor: MemberPorts['floor'] = {
    info: () => this.floorNow,
    startClass: ({ bays, ...times }) => {
      const clock = { startsAt: now(), ...times };
      this.floorNow = { ...this.floorNow, class: { bays, clock } };
    },
    stopClass: () => {
      this.floorNow = { ...this.floorNow, class: null };
    },
    leaderboard: async () => ({ since: now(), rows: [] }),
    isOnLeaderboard: async (id) => this.onLeaderboard.has(id),
    putOnLeaderboard: async (id, isOn) => void (isOn ? this.onLeaderboard.add(id) : this.onLeaderboard.delete(id)),
  };

  readonly pastAlerts: PastAlert[] = [];
  alertLog: MemberPorts['alertLog'] = async ({ limit }) => ({ alerts: this.pastAlerts.slice(0, limit), next: null });

  imports: MemberPorts['imports'] = {
    preview: async () => ({ id: null, adds: 0, refuses: 0, ignoredColumns: [], rows: [] }),
    add: async () => ({ id: null, adds: 0, refuses: 0, ignoredColumns: [], rows: [] }),
    list: async () => [],
    undo: async (id) => {
      throw new ProblemError('no-such-import', { id });
    },
  };

  readonly keptBackups: KeptBackup[] = [];
  backups = fakeBackups(this.keptBackups);

  updateState: UpdateState = {
    version: '0.1.0',
    obstacle: 'not-a-package',
    trustedKey: null,
    offer: null,
    requestedAt: null,
    last: null,
  };
  updates: MemberPorts['updates'] = {
    state: () => this.updateState,
    uploadPackage: async ({ of }) => ({ receivedBytes: of, totalBytes: of, state: this.updateState }),
    uploadSignature: async ({ of }) => ({ receivedBytes: of, totalBytes: of, state: this.updateState }),
    fetch: async () => this.updateState,
    start: async () => this.updateState,
  };

  idempotency: MemberPorts['idempotency'] = {
    begin: async (scope, key, hash): Promise<IdempotencyState> => {
      const kept = this.#answers.get(`${scope} ${key}`);
      if (kept === 'open') return { kind: 'in-progress' };
      if (kept) return kept.hash === hash ? { kind: 'done', ...kept } : { kind: 'other-request' };
      this.#answers.set(`${scope} ${key}`, 'open');
      this.#hashes.set(`${scope} ${key}`, hash);
      return { kind: 'new' };
    },
    finish: async (scope, key, status, body) =>
      void this.#answers.set(`${scope} ${key}`, { hash: this.#hashes.get(`${scope} ${key}`) ?? '', status, body }),
    release: async (scope, key) => void this.#answers.delete(`${scope} ${key}`),
  };
  readonly #hashes = new Map<string, string>();
}
