/** What the store keeps of people: members, their cards and log-ins, tokens, imports. See members-types.ts. */
import type { Token, TokenScope } from '../contracts/access.ts';
import type { Leaderboard } from '../contracts/class-clock.ts';
import type { ExerciseName } from '../contracts/common.ts';
import type { MemberImport } from '../contracts/member-import.ts';
import type { Card, Consents, Member } from '../contracts/members.ts';
import type { Actor, Page } from './common-types.ts';

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

export interface LeaderboardTable {
  has(memberId: string): Promise<boolean>;
  put(memberId: string, isOn: boolean, at: string): Promise<void>;
  /** Most reps first, of sets that started since then. */
  rows(query: { since: string; exercise?: ExerciseName; limit: number }): Promise<Leaderboard['rows']>;
}
