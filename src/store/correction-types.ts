/** What the store keeps of wrong counts: corrections, the audit and cases. See members-types.ts. */
import type { Case, CaseRight } from '../contracts/cases.ts';
import type { Rep, SetEvent } from '../contracts/events.ts';
import type { AuditRow, Correction } from '../contracts/members.ts';
import type { Actor, Page } from './common-types.ts';

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
