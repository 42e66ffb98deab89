import type { IdentityParts } from './identity.ts';
import type { MembersStore } from './members-types.ts';
import type { Repository } from './repository.ts';
import type { WireError } from './store-error.ts';

/** The kind of a call: writes check that the file was not moved, and are counted. */
type Effect = 'reads' | 'writes';

/** Every call of the members' tables. `satisfies` makes a method that is not listed an error of the compiler. */
export const TABLE_CALLS = {
  members: { add: 'writes', addFirstAdmin: 'writes', get: 'reads', list: 'reads', change: 'writes', remove: 'writes' },
  cards: { add: 'writes', of: 'reads', remove: 'writes', rehash: 'writes', all: 'reads' },
  access: {
    countAdmins: 'reads',
    saveSetUpCode: 'writes',
    setUpCodeHash: 'reads',
    credentials: 'reads',
    secretHash: 'reads',
    setSecret: 'writes',
    addSession: 'writes',
    session: 'reads',
    touchSession: 'writes',
    sessionsOf: 'reads',
    endSession: 'writes',
    endSessionsOf: 'writes',
    addToken: 'writes',
    tokens: 'reads',
    tokenByHash: 'reads',
    touchToken: 'writes',
    revokeToken: 'writes',
  },
  changes: { next: 'reads', acked: 'writes', refused: 'writes', refill: 'writes', resent: 'writes', state: 'reads' },
  replica: {
    state: 'reads',
    follow: 'writes',
    followErasing: 'writes',
    visit: 'writes',
    acked: 'writes',
    dropVisitors: 'writes',
  },
  cardClaims: { give: 'writes', count: 'reads' },
  presence: { open: 'reads', waiting: 'reads', unclaimed: 'reads' },
  programmes: { get: 'reads', of: 'reads', put: 'writes', copy: 'writes', remove: 'writes' },
  templates: { list: 'reads', get: 'reads', put: 'writes', remove: 'writes' },
  groups: { list: 'reads', get: 'reads', put: 'writes', remove: 'writes' },
  alerts: {
    page: 'reads',
    seen: 'writes',
    endOthers: 'writes',
    unmailed: 'reads',
    mailed: 'writes',
    unpushed: 'reads',
    pushed: 'writes',
  },
  leaderboard: { has: 'reads', put: 'writes', rows: 'reads' },
  imports: { add: 'writes', list: 'reads', undo: 'writes', logins: 'reads' },
  ranges: { get: 'reads', of: 'reads', put: 'writes' },
  corrections: {
    correct: 'writes',
    undo: 'writes',
    of: 'reads',
    audit: 'reads',
    auditRow: 'reads',
    record: 'writes',
  },
  cases: {
    persist: 'writes',
    of: 'reads',
    page: 'reads',
    recording: 'reads',
    ofMember: 'reads',
    size: 'reads',
    remove: 'writes',
  },
  history: { sets: 'reads', setsWithReps: 'reads', summaries: 'reads', utilisation: 'reads', lifted: 'reads' },
  webhooks: {
    add: 'writes',
    list: 'reads',
    change: 'writes',
    remove: 'writes',
    due: 'reads',
    delivered: 'writes',
    failed: 'writes',
  },
  idempotency: { begin: 'writes', finish: 'writes', release: 'writes' },
  upkeep: {
    expireSets: 'writes',
    tidy: 'writes',
    removeDeleted: 'writes',
    survey: 'reads',
    newestTime: 'reads',
    sessionTimes: 'reads',
    setSessionTimes: 'writes',
    shiftUncertain: 'writes',
  },
} as const satisfies { [T in keyof MembersStore]: Record<keyof MembersStore[T], Effect> };

export type TableName = keyof typeof TABLE_CALLS;
const TABLE_NAMES = Object.keys(TABLE_CALLS) as TableName[];

/** What the worker can be asked: the methods of the repository itself, and those of its tables. */
type RepositoryCall = Exclude<keyof Repository, 'migrated' | 'tables' | 'controllerId' | 'rewriteWords' | 'cutLog'>;
type TableCall = { [T in TableName]: `${T}.${keyof (typeof TABLE_CALLS)[T] & string}` }[TableName];
export type Operation = RepositoryCall | TableCall;

const WRITING: ReadonlySet<string> = new Set([
  'write',
  'saveCalibration',
  'tidyOutbox',
  ...TABLE_NAMES.flatMap((table) =>
    Object.entries(TABLE_CALLS[table]).flatMap(([call, effect]) => (effect === 'writes' ? `${table}.${call}` : [])),
  ),
]);
export const isWriting = (operation: Operation) => WRITING.has(operation);

/** Calls that delete what people left, a consent among them: nothing of it may stay readable in a file. */
export const ERASING: ReadonlySet<Operation> = new Set([
  'members.remove',
  'members.change',
  'imports.undo',
  'replica.followErasing',
  'replica.dropVisitors',
  'cards.remove',
  'cases.remove',
  'upkeep.removeDeleted',
  'upkeep.expireSets',
]);
/** Of them, those that delete members with their words. */
export const WITH_WORDS: ReadonlySet<Operation> = new Set(['members.remove', 'imports.undo', 'replica.followErasing']);

/** The method that answers an operation. */
export function methodOf(repository: Repository, operation: Operation): (...args: unknown[]) => unknown {
  const [first, second] = operation.split('.') as [string, string?];
  const owner = second === undefined ? repository : repository.tables[first as TableName];
  const method = (owner as unknown as Record<string, (...args: unknown[]) => unknown>)[second ?? first]!;
  return method.bind(owner);
}

/** What the worker opens. */
export interface StoreTask {
  file: string;
  announces: boolean;
  /** what changes is noted for a hub */
  tracksChanges: boolean;
  /** null: a database alone, with nothing beside it */
  identity: IdentityParts | null;
  /** it was open before in this run: it is not made again when it has vanished */
  mustExist: boolean;
}

export interface Request {
  id: number;
  operation: Operation;
  args: unknown[];
}

export type Reply =
  | { kind: 'ready'; migrated: number[]; controllerId: string | null }
  | { kind: 'failed'; error: WireError }
  | { kind: 'result'; id: number; value: unknown; durationMs: number }
  | { kind: 'error'; id: number; error: WireError };
