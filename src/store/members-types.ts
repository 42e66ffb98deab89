/**
 * What the store keeps of members, by subject. Every method is one transaction in the store's thread and rejects with a
 * `StoreError`: `not-found` (no such row), `stale` (another revision), `conflict` (taken, or not possible now), besides those of any call.
 * Ids and times (ISO, UTC) are handed in; secrets, tokens and card numbers only ever arrive as hashes.
 */

import type { Webhook, WebhookPatch } from '../contracts/access.ts';
import type { PastAlert } from '../contracts/alert-log.ts';
import type { ExerciseName } from '../contracts/common.ts';
import type { Rep, SetEvent } from '../contracts/events.ts';
import type { Utilisation } from '../contracts/history.ts';
import type { SetDetail } from '../contracts/http.ts';
import type { FeedItem, FeedPage } from '../contracts/hub-people.ts';
import type { MemberItem, UplinkItem } from '../contracts/uplink.ts';
import type { SetSummary } from '../members/history.ts';
import type { Actor, Page } from './common-types.ts';
import type { CasesTable, CorrectionsTable } from './correction-types.ts';
import type { AccessTable, CardsTable, ImportsTable, LeaderboardTable, MembersTable } from './people-types.ts';
import type { GroupsTable, ProgrammesTable, RangesTable, TemplatesTable } from './plan-types.ts';

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

export interface AlertsTable {
  page(query: { limit: number; before?: string; bay?: string }): Promise<Page<PastAlert>>;
  seen(id: string, at: string, memberId: string | null, role: string): Promise<void>;
  /** After a restart: what is not active any more is over. @returns how many were */
  endOthers(activeIds: readonly string[], at: string): Promise<number>;
  /** Oldest first. */
  unmailed(limit: number): Promise<PastAlert[]>;
  mailed(ids: readonly string[], at: string): Promise<void>;
  unpushed(limit: number): Promise<PastAlert[]>;
  pushed(ids: readonly string[], at: string): Promise<void>;
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

interface LiftedSet {
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
  /** members who wait to be sent again, because the hub does not have them as it should */
  again: string[];
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
  /**
   * The hub has what was sent of members.
   * @param epoch of the feed when they were sent. Another one by now: that hub was restored from a backup, and may have lost them; they are sent again
   */
  acked(members: readonly { item: MemberItem; revision: number }[], epoch: string | null): Promise<void>;
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

export interface SessionTimes {
  id: string;
  startedAt: string;
  endedAt: string;
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
  /** Sessions that ended from `since` on. */
  sessionTimes(since: string): Promise<SessionTimes[]>;
  /** Gives sessions their right times. Those that are gone by then are skipped; doing it again changes nothing. */
  setSessionTimes(sessions: readonly SessionTimes[]): Promise<void>;
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
