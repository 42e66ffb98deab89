/**
 * What the store keeps of members, by subject. Every method is one transaction in the store's thread and rejects with a
 * `StoreError`: `not-found` (no such row), `stale` (another revision), `conflict` (taken, or not possible now), besides those of any call.
 * Ids and times (ISO, UTC) are handed in; secrets, tokens and card numbers only ever arrive as hashes.
 */

import type { Token, TokenScope, Webhook, WebhookPatch } from '../contracts/access.ts';
import type { PastAlert } from '../contracts/alert-log.ts';
import type { Case, CaseRight } from '../contracts/cases.ts';
import type { Leaderboard } from '../contracts/class-clock.ts';
import type { ExerciseName } from '../contracts/common.ts';
import type { Rep, SetEvent } from '../contracts/events.ts';
import type { Utilisation } from '../contracts/history.ts';
import type { SetDetail } from '../contracts/http.ts';
import type { FeedItem, FeedPage } from '../contracts/hub-people.ts';
import type { MemberImport } from '../contracts/member-import.ts';
import type {
  AuditRow,
  Card,
  Consents,
  Correction,
  LearnedRange,
  Member,
  NewProgramme,
  Programme,
} from '../contracts/members.ts';
import type { Group, NewGroup, NewTemplate, Template } from '../contracts/programmes.ts';
import type { MemberItem, UplinkItem } from '../contracts/uplink.ts';
import type { SetSummary } from '../members/history.ts';

/** Who did it: a person (id and role), a token's role, or the station itself (`{ id: null, role: 'station' }`). */
export interface Actor {
  id: string | null;
  role: string;
}

/** A page: newest first unless it says otherwise; `next` goes into `before` to read on, null at the end. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export type NewMemberRow = Omit<Member, 'revision' | 'hasSecret' | 'cards'> & { secretHash: string | null };
export type MemberChange = Partial<Pick<Member, 'alias' | 'name' | 'role' | 'login' | 'heightMm' | 'consents'>>;

export interface MembersTable {
  /** `conflict`: the login is taken. */
  add(member: NewMemberRow, actor: Actor): Promise<Member>;
  /** Adds the first admin and forgets the set-up code; `conflict`: there is an admin already, or it is another code. */
  addFirstAdmin(member: NewMemberRow, setUpCodeHash: string): Promise<Member>;
  get(id: string): Promise<Member | null>;
  /** Ordered by alias; `search` is a part of alias, name or login. `before` is the `next` of the page before. */
  list(query: { search?: string; limit: number; before?: string }): Promise<Page<Member>>;
  /** `stale`: `revision` is not the stored one; `conflict`: the login name is in use, or no admin would be left. */
  change(id: string, revision: number, change: MemberChange, at: string, actor: Actor): Promise<Member>;
  /**
   * Deletes the member with cards, log-in, sessions, programmes, learned ranges, sets, reps and recordings; what was announced
   * of the sets is announced as deleted. Utilisation stays, the audit keeps that it happened. `conflict`: the last admin.
   */
  remove(id: string, at: string, actor: Actor): Promise<{ sets: number; reps: number }>;
}

export interface CardsTable {
  /** `conflict`: the card is in use already (only the log names its owner). */
  add(card: Card, hash: string, actor: Actor): Promise<void>;
  of(memberId: string): Promise<Card[]>;
  /** False: no such card of this member. */
  remove(memberId: string, cardId: string, at: string, actor: Actor): Promise<boolean>;
  /** Stores a card by a newer key; nothing when it is gone, or was stored by that already. */
  rehash(oldHash: string, hash: string): Promise<void>;
  /** Every card in use, for the map in memory. */
  all(): Promise<
    ({ hash: string; memberId: string; alias: string; consentsDue: boolean } & Pick<
      Consents,
      'showAlias' | 'keepRecordings'
    >)[]
  >;
}

export interface WebSession {
  /** hash of the cookie's value */
  idHash: string;
  /** whose it is; a paired screen has the token it was made from instead */
  memberId: string | null;
  tokenId: string | null;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string;
  /** browser, as it calls itself; for the list of sessions */
  label: string;
}

export interface AccessTable {
  countAdmins(): Promise<number>;
  saveSetUpCode(codeHash: string | null): Promise<void>;
  setUpCodeHash(): Promise<string | null>;
  /** By login, in any case of letters; `secretHash` is null for who may not log in. */
  credentials(login: string): Promise<{ member: Member; secretHash: string | null } | null>;
  secretHash(memberId: string): Promise<string | null>;
  /** Ends every session of the member but `keepIdHash`. @returns how many it ended */
  setSecret(
    memberId: string,
    secretHash: string | null,
    at: string,
    actor: Actor,
    keepIdHash?: string | null,
  ): Promise<number>;
  addSession(session: WebSession): Promise<void>;
  /** Null when there is none, it is over at `now`, or its token was revoked. */
  session(idHash: string, now: string): Promise<WebSession | null>;
  touchSession(idHash: string, at: string): Promise<void>;
  sessionsOf(memberId: string, now: string): Promise<WebSession[]>;
  endSession(idHash: string): Promise<boolean>;
  endSessionsOf(memberId: string): Promise<number>;
  addToken(token: Token, secretHash: string, actor: Actor): Promise<void>;
  /** Newest first, revoked ones too. */
  tokens(): Promise<Token[]>;
  /** Null when there is none or it was revoked. */
  tokenByHash(
    secretHash: string,
  ): Promise<{ id: string; name: string; scopes: TokenScope[]; bay: string | null } | null>;
  touchToken(id: string, at: string): Promise<void>;
  /** Ends the screens paired with it too. False: no such token, or revoked already. */
  revokeToken(id: string, at: string, actor: Actor): Promise<boolean>;
}

/** An occupancy of a bay. Written through `Change.sessions`, so that it waits in the write queue while the database is unavailable. */
export interface BaySession {
  id: string;
  bay: string;
  kind: 'guest' | 'member';
  memberId: string | null;
  startedAt: string;
  endedAt: string | null;
  /**
   * such as tapped-out, switched, idle, elsewhere, logged-out; null while it lasts. Whose tap waits for the end of a set: `waits`, with
   * no time on the bay yet, `waited` when nothing came of it, and `leaves` for the current occupant.
   */
  endReason: string | null;
}

export interface PresenceTable {
  /** Sessions without an end, for a restart. A member or a bay never has two. */
  open(): Promise<BaySession[]>;
  /** Members who waited for the end of a set when the station stopped. */
  waiting(since: string): Promise<BaySession[]>;
  /** Unclaimed ended sets of a bay, newest first, that ended at or after `since`: a tap may claim them. */
  unclaimed(bay: string, since: string): Promise<SetEvent[]>;
}

export interface ProgrammesTable {
  get(memberId: string, exercise: ExerciseName): Promise<Programme | null>;
  of(memberId: string): Promise<Programme[]>;
  /** `revision`: of the one it replaces, 0 when there is none; `stale` when it is not. */
  put(memberId: string, revision: number, programme: NewProgramme, at: string, actor: Actor): Promise<Programme>;
  /** Gives each of them each of these, in the place of what they had; all or none. */
  copy(memberIds: readonly string[], programmes: readonly NewProgramme[], at: string, actor: Actor): Promise<void>;
  remove(memberId: string, exercise: ExerciseName, actor: Actor, at: string): Promise<boolean>;
}

export interface TemplatesTable {
  list(): Promise<Template[]>;
  get(id: string): Promise<Template | null>;
  /** `revision` 0 adds it, `conflict` when there are too many; else of the one that it replaces, `stale` when it is not. */
  put(id: string, revision: number, template: NewTemplate, at: string, actor: Actor): Promise<Template>;
  remove(id: string, at: string, actor: Actor): Promise<boolean>;
}

export interface GroupsTable {
  list(): Promise<Group[]>;
  get(id: string): Promise<Group | null>;
  /** As `TemplatesTable.put`; `not-found`: one of the members. */
  put(id: string, revision: number, group: NewGroup, at: string, actor: Actor): Promise<Group>;
  remove(id: string, at: string, actor: Actor): Promise<boolean>;
}

/** A member that a list brought along, and the cards of it, hashed. */
export interface ImportedRow {
  member: NewMemberRow;
  cards: { id: string; hash: string; lastDigits: string }[];
}

export interface ImportsTable {
  /** All of them or none; `conflict`: a log-in or a card is taken. */
  add(id: string, rows: readonly ImportedRow[], at: string, actor: Actor): Promise<void>;
  /** Newest first. */
  list(limit: number): Promise<MemberImport[]>;
  /** Removes whom it added, unless they have done anything or were changed since. `conflict`: undone already. */
  undo(id: string, at: string, actor: Actor): Promise<{ removed: number; kept: number }>;
  /** Every log-in, folded, for the preview of a list. */
  logins(): Promise<string[]>;
}

export interface AlertsTable {
  page(query: { limit: number; before?: string; bay?: string }): Promise<Page<PastAlert>>;
  seen(id: string, at: string, memberId: string | null, role: string): Promise<void>;
  /** After a restart: what is not active any more is over. @returns how many were */
  endOthers(activeIds: readonly string[], at: string): Promise<number>;
  /** Oldest first. */
  unmailed(limit: number): Promise<PastAlert[]>;
  mailed(ids: readonly string[], at: string): Promise<void>;
}

export interface LeaderboardTable {
  has(memberId: string): Promise<boolean>;
  put(memberId: string, isOn: boolean, at: string): Promise<void>;
  /** Most reps first, of sets that started since then. */
  rows(query: { since: string; exercise?: ExerciseName; limit: number }): Promise<Leaderboard['rows']>;
}

export interface RangesTable {
  get(memberId: string, exercise: ExerciseName): Promise<LearnedRange | null>;
  of(memberId: string): Promise<LearnedRange[]>;
  /** Replaces it; a range of a member who is gone is left out. Also by `Change.ranges`, which waits for the database. */
  put(memberId: string, range: LearnedRange): Promise<void>;
}

/** A correction as it is asked for. The same `id` again changes nothing, so it may be tried again. */
export interface CorrectionRequest {
  /** becomes the id of the audit row */
  id: string;
  setId: string;
  correction: Correction;
  actor: Actor;
  at: string;
  /** a more specific kind for the audit row than the correction's own */
  as?: 'claim' | 'restart';
}

/** After a correction: the set and its reps as they are now, and what was announced (`changed`). */
export interface Corrected {
  audit: AuditRow;
  set: SetEvent;
  reps: Rep[];
  /** ids of the reps that changed, and so were announced again with the set */
  changedReps: string[];
}

export interface CorrectionsTable {
  /**
   * `not-found`: no such set or rep; `conflict`: the set is still in progress, or the rep is what it would become. Rows of the
   * outbox are made in the same transaction: wake the publisher of the set's bay. Also by `Change.corrections`.
   */
  correct(request: CorrectionRequest): Promise<Corrected>;
  /** Takes one correction back, whatever came after it; `conflict`: undone already, or not a correction of a set. */
  undo(auditId: string, undo: { id: string; actor: Actor; at: string }): Promise<Corrected>;
  /** The corrections of one set, oldest first. */
  of(setId: string): Promise<AuditRow[]>;
  audit(query: { limit: number; before?: string; memberId?: string; kind?: string }): Promise<Page<AuditRow>>;
  auditRow(id: string): Promise<AuditRow | null>;
  /** Adds a row for what is not a correction of a set, such as config-changed. */
  record(
    row: Pick<AuditRow, 'id' | 'at' | 'actorId' | 'actorRole' | 'kind' | 'memberId' | 'beforeJson' | 'afterJson'>,
  ): Promise<void>;
}

/** A case as it is asked for; the store knows the rest from the set. */
export interface CaseRequest {
  /** of a new one; a set that is a case already keeps its id */
  id: string;
  setId: string;
  right: CaseRight;
  /** without names and dates: CSV, gzip */
  csvGzip: Uint8Array;
  version: string;
  actor: Actor;
  at: string;
}

export interface CasesTable {
  /**
   * Keeps the recording of an ended set with the right value; a set that is a case already gets another right value. `not-found`: no such set;
   * `no-consent`: its member doesn't keep recordings; `cases-full`: as many as are kept, or as many bytes.
   */
  persist(request: CaseRequest): Promise<Case>;
  of(setId: string): Promise<Case | null>;
  /** Newest first. */
  page(query: { limit: number; before?: string }): Promise<Page<Case>>;
  ofMember(memberId: string): Promise<Case[]>;
  /** gzip of the CSV */
  recording(id: string): Promise<Uint8Array | null>;
  size(): Promise<{ cases: number; bytes: number }>;
  /** False: no such case. */
  remove(id: string, at: string, actor: Actor): Promise<boolean>;
}

export interface SetsOfMember {
  memberId: string;
  exercise?: ExerciseName;
  /** started at or after */
  from?: string;
  /** 1 to 999 */
  limit: number;
  before?: string;
}

export interface HistoryTable {
  sets(query: SetsOfMember): Promise<Page<SetEvent>>;
  /** The same with their reps, for exports. At most 200 a page. */
  setsWithReps(query: SetsOfMember): Promise<Page<{ set: SetEvent; reps: Rep[] }>>;
  /** Every ended set but replays, oldest first, in few numbers: `members/history.ts` makes records and trends of them. */
  summaries(memberId: string, exercise?: ExerciseName, from?: string): Promise<SetSummary[]>;
  /** `to` is not included. */
  utilisation(query: { from: string; to: string; bay?: string }): Promise<Utilisation>;
  /** Who lifted between two times (`to` is not included): sets that count, of members, oldest first. */
  lifted(query: { from: string; to: string; groupId?: string; limit: number }): Promise<LiftedSet[]>;
}

export interface LiftedSet {
  memberId: string;
  alias: string;
  exercise: ExerciseName;
  startedAt: string;
  reps: number;
}

export interface WebhookDelivery {
  seq: number;
  webhookId: string;
  url: string;
  secret: string;
  /** JSON text: `{ set, reps }`; `memberId` only of who agreed to it */
  body: string;
  tries: number;
}

export interface WebhooksTable {
  /** The secret signs, so it is kept as it is. */
  add(
    webhook: Pick<Webhook, 'id' | 'url' | 'createdAt'> & { alerts?: boolean },
    secret: string,
    actor: Actor,
  ): Promise<Webhook>;
  list(): Promise<Webhook[]>;
  /** @returns false: there is no such webhook */
  change(id: string, patch: WebhookPatch, at: string, actor: Actor): Promise<boolean>;
  /** With what waits for it. */
  remove(id: string, at: string, actor: Actor): Promise<boolean>;
  /** Of each active webhook the oldest that is due at `now`, or later than `farthest`, which no pause reaches. A set that changed while it waited is sent as it is now. */
  due(now: string, farthest: string): Promise<WebhookDelivery[]>;
  delivered(seq: number, at: string): Promise<void>;
  failed(seq: number, error: string, nextTryAt: string): Promise<void>;
}

export type IdempotencyState =
  | { kind: 'new' }
  | { kind: 'in-progress' }
  | { kind: 'other-request' }
  | { kind: 'done'; status: number; body: string };

export interface ChangesTable {
  /** What the hub has yet to be sent, as it is now: what changed within `ageMs`, newest first, or what changed before, oldest first. Refused ones are left out. */
  next(query: { lane: 'fresh' | 'backlog'; ageMs: number; limit: number; maxBytes: number }): Promise<UplinkItem[]>;
  /** The hub has them. What changed meanwhile has another number, and stays. */
  acked(seqs: readonly number[]): Promise<void>;
  /** The hub will never take it as it is. */
  refused(seq: number, why: string): Promise<void>;
  /** Notes ended sets that started since then (null: all) as waiting, some at a time. @returns what goes into `after`; null: that was all */
  refill(query: { since: string | null; after: string | null; limit: number }): Promise<string | null>;
  /** The hub's request to send everything again was met. */
  resent(mark: string): Promise<void>;
  state(): Promise<{ waiting: number; refused: number; resentMark: string | null; epoch: string | null }>;
}

/** What came of a page of the feed. */
export interface Followed {
  /** members who are not what they were */
  changed: string[];
  /** members who are not here any more */
  gone: string[];
  /** what could not be taken over, in words */
  notTaken: string[];
}

/** The last state of people from the hub, and how far its feed was read. */
export interface ReplicaTable {
  state(): Promise<{ epoch: string | null; cursor: number; members: number; visitors: number }>;
  /** All of a page, and where to read on. What was edited here, and is still to be sent, stays as it is. */
  follow(page: FeedPage, at: string): Promise<Followed>;
  /** The same for a page with deletions: nothing of those members stays readable in a file. */
  followErasing(page: FeedPage, at: string): Promise<Followed>;
  /** A visitor whom the hub has just found by their card. */
  visit(visitor: Extract<FeedItem, { kind: 'member' }>, at: string): Promise<Followed>;
  /** The hub has what was sent of members. */
  acked(members: readonly { item: MemberItem; revision: number }[]): Promise<void>;
  /** Visitors whose time is over, and who are on no bay. @returns their ids */
  dropVisitors(now: string): Promise<string[]>;
}

/** Sets that were lifted after the tap of an unknown card while the hub was away. Written through `Change.cardClaims`. */
export interface CardClaimsTable {
  /** Gives each set to the owner of its card, if the hub has named them and the set has no owner yet; what is over is dropped. `unknown`: cards of those that wait on. */
  give(at: string): Promise<{ given: { setId: string; bay: string }[]; unknown: string[][] }>;
  count(): Promise<number>;
}

export interface IdempotencyTable {
  /** Reserves the key of the client (`scope`); an unfinished reservation is free again after a minute. */
  begin(scope: string, key: string, requestHash: string, at: string): Promise<IdempotencyState>;
  finish(scope: string, key: string, status: number, body: string): Promise<void>;
  /** Frees a key whose request failed, so that it may be tried again. */
  release(scope: string, key: string): Promise<void>;
}

export interface UpkeepTable {
  /** Deletes at most `limit` sets (with reps and recordings) that started before `before`; call it until it returns 0. */
  expireSets(before: string, limit: number, now: string): Promise<number>;
  /** Deletes what is over at `now`: web sessions, idempotency keys of a day ago. */
  tidy(now: string): Promise<{ sessions: number; keys: number }>;
  /** Removes sets that were deleted by a correction 30 days ago, and log-ins in the audit of 90 days ago. @returns how many of each */
  removeDeleted(now: string): Promise<{ sets: number; logIns: number }>;
  /** What there is, and how much of it `expireSets` would delete. `newestAt`: start of the newest set; null when there is none. */
  survey(before: string): Promise<{ newestAt: string | null; sets: number; expiring: number }>;
  /** The newest time of a set or a session; null when there is none. */
  newestTime(): Promise<string | null>;
  /** Moves the times of ended sessions from `since` on. */
  shiftSessions(since: string, byMs: number): Promise<void>;
  /**
   * Moves at most `limit` ended sets from `since` on whose time is uncertain, with reps and recordings, by so much, and announces
   * them; call it until it returns none. Stopped half-way, the sets are still in their order.
   */
  shiftUncertain(since: string, byMs: number, limit: number): Promise<SetDetail[]>;
}

/** What `Store` has for members; see index.ts for `backUp` and `restore`. */
export interface MembersStore {
  readonly members: MembersTable;
  readonly cards: CardsTable;
  readonly access: AccessTable;
  readonly presence: PresenceTable;
  readonly programmes: ProgrammesTable;
  readonly templates: TemplatesTable;
  readonly groups: GroupsTable;
  readonly imports: ImportsTable;
  readonly alerts: AlertsTable;
  readonly leaderboard: LeaderboardTable;
  readonly ranges: RangesTable;
  readonly corrections: CorrectionsTable;
  readonly cases: CasesTable;
  readonly history: HistoryTable;
  readonly webhooks: WebhooksTable;
  readonly idempotency: IdempotencyTable;
  readonly changes: ChangesTable;
  readonly replica: ReplicaTable;
  readonly cardClaims: CardClaimsTable;
  readonly upkeep: UpkeepTable;
}
