/**
 * Members, occupants of bays, and administration; `app` provides all of it. Each method rejects with a `ProblemError` that says
 * what to do: 404 no such thing, 409 not as things stand, 412 changed in the meantime, 422 not possible, 503 while the database is unavailable.
 */
import type { Readable } from 'node:stream';
import type { Webhook, WebhookMade, WebhookPatch } from '../contracts/access.ts';
import type {
  ConfigFile,
  ConfigSaved,
  LogLine,
  NewConfigFile,
  SerialPort,
  Versions,
} from '../contracts/administration.ts';
import type { BackupContents, BackupState, BackupUpload, KeptBackup, RestartAnswer } from '../contracts/backups.ts';
import type { Case, CasePage, NewCase, SetCase } from '../contracts/cases.ts';
import type { ExerciseName } from '../contracts/common.ts';
import type { FlashRequest, FlashState } from '../contracts/flash.ts';
import type { PersonalRecord, Trends, Utilisation } from '../contracts/history.ts';
import type { SetDetail, SetPage } from '../contracts/http.ts';
import type { Corrected, ExportQuery } from '../contracts/member-http.ts';
import type {
  AuditPage,
  AuditRow,
  Card,
  Consents,
  Correction,
  Member,
  MemberPage,
  MemberPatch,
  NewMember,
  NewProgramme,
  Programme,
} from '../contracts/members.ts';
import type { ClaimCode, Presence, SetAnswer, StartSession, Tap, TapRequest } from '../contracts/presence.ts';
import type { PackageUpload, StartUpdate, UpdateState } from '../contracts/update.ts';
import type { FloorPort } from './floor-port.ts';
import type { Actor } from './identity.ts';
import type { PageQuery } from './page-query.ts';
import type { AlertLogPort, ImportsPort, PlansPort } from './plan-ports.ts';

export interface MembersPort {
  /** Ordered by alias; `search` is a part of alias, name or login. */
  page(query: PageQuery & { search?: string }): Promise<MemberPage>;
  get(id: string): Promise<Member>;
  create(member: NewMember, actor: Actor): Promise<Member>;
  /** `revision` null: whatever it is. A new secret or role ends the log-ins of this member. */
  change(id: string, revision: number | null, patch: MemberPatch, actor: Actor): Promise<Member>;
  remove(id: string, actor: Actor): Promise<void>;
  cards(id: string): Promise<Card[]>;
  removeCard(id: string, cardId: string, actor: Actor): Promise<void>;
  programmes(id: string): Promise<Programme[]>;
  /** Their own, or the default of the exercise with revision 0. */
  programme(id: string, exercise: ExerciseName): Promise<Programme>;
  putProgramme(id: string, revision: number | null, programme: NewProgramme, actor: Actor): Promise<Programme>;
  removeProgramme(id: string, exercise: ExerciseName, actor: Actor): Promise<void>;
}

export interface ExportFile {
  fileName: string;
  contentType: string;
  body: Buffer | Readable;
}

export interface MemberHistoryPort {
  sets(id: string, query: PageQuery & { exercise?: ExerciseName }): Promise<SetPage>;
  records(id: string, exercise?: ExerciseName): Promise<PersonalRecord[]>;
  trends(id: string, exercise: ExerciseName): Promise<Trends>;
  /** `day`: a local day of the station, for the formats that hold one. */
  export(id: string, query: ExportQuery): Promise<ExportFile>;
}

export interface CorrectionsPort {
  /** Also wakes the publisher and updates the live pages. */
  correct(setId: string, correction: Correction, actor: Actor): Promise<Corrected>;
  undo(auditId: string, actor: Actor): Promise<Corrected>;
  /** Oldest first. */
  ofSet(setId: string): Promise<AuditRow[]>;
  /** `memberId`: whom it is about, or who did it. */
  audit(query: PageQuery & { memberId?: string; kind?: string }): Promise<AuditPage>;
  row(auditId: string): Promise<AuditRow>;
}

/** Wrong counts, kept with their recordings and what was right. */
export interface CasesPort {
  ofSet(detail: SetDetail): Promise<SetCase>;
  submit(detail: SetDetail, said: NewCase, actor: Actor): Promise<Case>;
  page(query: PageQuery): Promise<CasePage>;
  /** CSV, gzipped, without names and dates. */
  recording(id: string): Promise<Buffer>;
  remove(id: string, actor: Actor): Promise<void>;
  removeOfSet(setId: string, actor: Actor): Promise<void>;
}

/** The occupant of a bay. Each of these has its effect (light, sound, live pages) when it resolves. */
export interface PresencePort {
  /** A guest, or a member whom a trainer puts there. */
  start(bay: string, who: StartSession, actor: Actor): Promise<Presence>;
  end(bay: string, actor: Actor): Promise<Presence>;
  /** Signs the member in again who was signed out at the bay a moment ago. */
  undoEnd(bay: string): Promise<Presence>;
  /** A card that another device read. */
  tap(bay: string, request: TapRequest): Promise<Tap>;
  /** `origin`: address under which phones reach this station, for the code's own address; null: they can't. */
  claimCode(bay: string, origin: string | null): Promise<ClaimCode>;
  /** The member taps in at the bay that showed the code. */
  claim(code: string, memberId: string): Promise<Presence>;
  /** Answers the question whether a set belongs to the signed-in member. */
  answer(bay: string, answer: SetAnswer): Promise<Presence>;
  /** What the signed-in member agrees to, at the screen of the bay: only the first time. */
  consent(bay: string, consents: Consents): Promise<Presence>;
  startEnrolment(bay: string, memberId: string, actor: Actor): Promise<Presence>;
  cancelEnrolment(bay: string): Promise<Presence>;
  /** Deletes the set in progress, or the occupant's last one; the bay begins a new one. */
  restartSet(bay: string, actor: Actor): Promise<Corrected>;
}

export interface WebhooksPort {
  list(): Promise<Webhook[]>;
  create(url: string, alerts: boolean, actor: Actor): Promise<WebhookMade>;
  change(id: string, patch: WebhookPatch, actor: Actor): Promise<void>;
  remove(id: string, actor: Actor): Promise<void>;
}

export interface AdministrationPort {
  /** `to` is not included; both ISO times. */
  utilisation(query: { from: string; to: string; bay?: string }): Promise<Utilisation>;
  /** One file, made while everything goes on. */
  backup(): Promise<ExportStream>;
  /** The configuration file as it stands, and its ETag; empty text when there is none. */
  configText(): Promise<ConfigFile & { etag: string }>;
  /** Checks all of it, then writes; 422 with every fault, 412 when the file has changed since, 409 in the demo without a decision. */
  saveConfig(file: NewConfigFile, etag: string | null, actor: Actor): Promise<ConfigSaved & { etag: string }>;
  /** Newest last. */
  logLines(limit: number): LogLine[];
  versions(): Promise<Versions>;
  /** What is plugged in, and which bay uses it. */
  serialPorts(): Promise<SerialPort[]>;
  /** Ends the process of the bay's board and starts it again; 404 without the bay, 409 in mid-set. */
  restartBoard(bay: string, actor: Actor): Promise<void>;
  /** How writing the firmware of the bay's board goes on; 404 without the bay. */
  flashState(bay: string): FlashState;
  /** Begins to write it; 409 in mid-set. */
  flashBoard(bay: string, request: FlashRequest, actor: Actor): Promise<FlashState>;
}

/** A file whose length is known before it is sent. */
interface ExportStream {
  fileName: string;
  bytes: number;
  body: Readable;
}

/** Backups that lie on the station, and its restart. */
export interface BackupsPort {
  state(): BackupState;
  make(actor: Actor): Promise<KeptBackup>;
  /** One that lies there, to be taken along. */
  download(fileName: string, actor: Actor): Promise<ExportStream>;
  /** A piece of a backup from elsewhere; the last one has all of it checked. */
  upload(piece: { at: number; of: number }, body: Readable, actor: Actor): Promise<BackupUpload>;
  /** Rejects with a `ProblemError` that says what is wrong with it. */
  check(fileName: string): Promise<BackupContents>;
  /** Checks it first; it takes the place of the database when the station starts again. */
  restore(fileName: string, actor: Actor): Promise<RestartAnswer>;
  /** 409 where nothing starts the station again. */
  restart(actor: Actor): Promise<RestartAnswer>;
}

/** Updates of the package that an admin starts on the page. Each rejects with a `ProblemError`; 409 where there are none. */
export interface UpdatesPort {
  state(): UpdateState;
  /** A piece of the package; the first one discards what was here. */
  uploadPackage(piece: { at: number; of: number }, body: Readable): Promise<PackageUpload>;
  uploadSignature(piece: { at: number; of: number }, body: Readable): Promise<PackageUpload>;
  /** Package and signature from a web server. */
  fetch(url: string): Promise<UpdateState>;
  start(wanted: StartUpdate, actor: Actor): Promise<UpdateState>;
}

/** All of them, as the server is given them. */
export interface MemberPorts {
  members: MembersPort;
  memberHistory: MemberHistoryPort;
  corrections: CorrectionsPort;
  cases: CasesPort;
  presence: PresencePort;
  webhooks: WebhooksPort;
  administration: AdministrationPort;
  planning: PlansPort;
  imports: ImportsPort;
  alertLog: AlertLogPort;
  floor: FloorPort;
  backups: BackupsPort;
  updates: UpdatesPort;
  idempotency: IdempotencyPort;
}

export type IdempotencyState =
  | { kind: 'new' }
  | { kind: 'in-progress' }
  | { kind: 'other-request' }
  | { kind: 'done'; status: number; body: string };

/** Answers kept for 24 h, so that a request that is sent twice is done once. */
export interface IdempotencyPort {
  begin(scope: string, key: string, requestHash: string): Promise<IdempotencyState>;
  finish(scope: string, key: string, status: number, body: string): Promise<void>;
  release(scope: string, key: string): Promise<void>;
}
