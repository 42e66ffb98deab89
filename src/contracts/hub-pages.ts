/** What the pages of a hub ask it. */
import Type from 'typebox';
import { Secret, type WhoAmI } from './access.ts';
import { Id, nullable, oneOf, Slug, strict } from './common.ts';
import type { SetDetail } from './http.ts';
import { type CommandResult, Wanted } from './hub-commands.ts';
import type { PersonField } from './hub-people.ts';
import { LoginName, Name } from './names.ts';

/** A log-in at the hub: `memberId` is that of the account. */
export interface HubWho extends WhoAmI {
  /** null: every gym */
  gyms: string[] | null;
}

const AccountRole = oneOf(['trainer', 'admin'], {
  description: 'trainer: sees gyms and their members, ends sets and corrects them; admin: everything, in every gym',
});
const Gyms = nullable(Type.Array(Slug('gym'), { maxItems: 500 }));
export const HubSetUp = strict({
  code: Type.String({ minLength: 6, maxLength: 20 }),
  login: LoginName,
  secret: Secret,
});
export const NewAccount = strict({ login: LoginName, secret: Secret, role: AccountRole, gyms: Gyms });
export type NewAccount = Type.Static<typeof NewAccount>;
export const AccountPatch = strict({
  secret: Type.Optional(Secret),
  role: Type.Optional(AccountRole),
  gyms: Type.Optional(Gyms),
});
export type AccountPatch = Type.Static<typeof AccountPatch>;
export interface Account {
  id: string;
  login: string;
  role: 'trainer' | 'admin';
  gyms: string[] | null;
  lastUsedAt: string | null;
}

export interface GymTile {
  gym: string;
  name: string;
  bays: number;
  baysUp: number;
  lifting: number;
  alerts: number;
  lastHeardAt: string | null;
  /** changes that its controllers have yet to send */
  waiting: number;
  controllers: number;
  /** members deleted at the hub whom a controller of it has yet to erase */
  deletions: number;
}
export interface Chain {
  gyms: GymTile[];
  /** by the hub's clock */
  at: string;
}

export interface FleetController {
  id: string;
  gym: string;
  gymName: string;
  state: 'pending' | 'accepted' | 'revoked';
  version: string;
  firmware: { bay: string; version: string | null }[];
  lastHeardAt: string | null;
  waiting: number;
  refused: number;
  clockAheadMs: number | null;
  diskFreeBytes: number | null;
  diskTotalBytes: number | null;
  certificateUntil: string;
}
export interface Fleet {
  gyms: { gym: string; name: string; zone: string }[];
  controllers: FleetController[];
  at: string;
}

/** What an account did on the pages. */
export type PageChangeKind =
  | 'set-up'
  | 'account-added'
  | 'account-changed'
  | 'password-changed'
  | 'account-removed'
  | 'gym-added'
  | 'controller-invited'
  | 'controller-accepted'
  | 'controller-revoked'
  | 'member-deleted'
  | 'conflict-taken'
  | 'conflict-dropped'
  | 'command-sent'
  | 'curves-asked';
export interface PageChange {
  n: string;
  at: string;
  account: string;
  kind: PageChangeKind;
  /** log-in of an account, id of a gym, a controller or a member, number of a conflict */
  about: string;
  /** of the gym or the controller that it is about */
  gymName: string | null;
}
export interface PageChanges {
  changes: PageChange[];
  /** for `before`; null: this was the last page */
  next: string | null;
}
export const ChangesQuery = strict({
  limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,2}$' })),
  before: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
});

export const NewGym = strict({
  gym: Slug('gym'),
  name: Name(60, 'for people'),
  zone: Type.String({ maxLength: 60, description: 'such as Europe/Berlin' }),
});
export type NewGym = Type.Static<typeof NewGym>;
export interface Invitation {
  code: string;
  /** of the hub, for controllers */
  url: string;
  validForMs: number;
}

export interface HubMember {
  id: string;
  alias: string;
  name: string | null;
  login: string | null;
  cards: number;
  gyms: { gym: string; name: string; role: 'member' | 'trainer' | 'admin'; visitsUntil: string | null }[];
}
export interface HubMembers {
  members: HubMember[];
  /** for `after`; null: this was the last page */
  next: string | null;
}

export interface HubConflict {
  id: number;
  memberId: string;
  alias: string;
  field: PersonField;
  ours: unknown;
  theirs: unknown;
  gymName: string;
  at: string;
}
export interface HubDuplicate {
  memberId: string;
  otherId: string;
  otherAlias: string;
  why: 'card' | 'login';
  gymName: string;
  at: string;
}
export interface HubDeletion {
  memberId: string;
  at: string;
  controllers: string[];
}
/** What there is to decide about people. */
export interface PeopleToDo {
  conflicts: HubConflict[];
  duplicates: HubDuplicate[];
  deletions: HubDeletion[];
}
export const Decision = strict({ takes: Type.Boolean({ description: "whether the gym's value replaces the hub's" }) });

/** Whether a gym can be seen as it is now. */
export type GymLive = 'on' | 'broker-away' | 'no-broker';

/** A gym on its page. */
export interface GymSets {
  name: string;
  live: GymLive;
  sets: HubSet[];
}

export interface HubSet {
  id: string;
  gym: string;
  bay: string;
  bayName: string;
  exercise: string;
  at: string;
  countedReps: number;
  loadKg: number | null;
  memberId: string | null;
  alias: string | null;
  hasRecording: boolean;
  isDeleted: boolean;
}
export interface HubRep {
  id: string;
  verdict: string;
  isExcluded: boolean;
  holdS: number | null;
}
export interface HubSetDetail extends HubSet {
  reps: HubRep[];
  commands: SentCommand[];
  curves: HubCurves;
  /** as a station shows it; null: a controller of another version sent what this hub can't read */
  lifted: SetDetail | null;
}

interface Heard {
  /** of the controller that saw the set; null: never */
  heardAt: string | null;
  /** It has no connection now. */
  isSilent: boolean;
}
/** Whether the raw samples of a set can be seen, and if not, why. `failed`: what became of the last request, if it brought nothing. */
export type HubCurves =
  | { kind: 'no-consent' | 'not-kept' | 'no-controller' }
  | { kind: 'here'; until: string }
  | ({ kind: 'asked' } & Heard)
  | ({ kind: 'to-ask'; failed: Pick<SentCommand, 'state' | 'problem'> | null } & Heard);

export const NewCommand = strict({ gym: Slug('gym'), wanted: Wanted });
export type NewCommand = Type.Static<typeof NewCommand>;
/** unanswered: it was sent before it expired, and no answer came: it may have been carried out. */
export type CommandState = 'waiting' | 'unanswered' | CommandResult['outcome'];
export interface SentCommand {
  id: string;
  gym: string;
  issuer: string;
  wanted: Wanted;
  at: string;
  expiresAt: string;
  endedAt: string | null;
  state: CommandState;
  /** `detail`: both in plain English */
  problem: (NonNullable<CommandResult['problem']> & { detail: string }) | null;
}

export const GymParams = strict({ gym: Slug('gym') });
export const IdParams = strict({ id: Id });
export const ControllerParams = strict({ id: Type.String({ pattern: '^[0-9a-z-]{1,40}$' }) });
export const ConflictParams = strict({ id: Type.String({ pattern: '^[0-9]{1,9}$' }) });
export const MembersQuery = strict({
  search: Type.Optional(Type.String({ maxLength: 80 })),
  after: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(
    Type.String({ pattern: '^[1-9][0-9]{0,1}$', form: 'digits', description: 'how many, 1 to 99; 50 when left out' }),
  ),
});
