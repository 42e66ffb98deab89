import type { WireError } from './worker-protocol.ts';

/** Where the station keeps what a backup holds. */
export interface DataFiles {
  /** the database */
  file: string;
  /** the key that card numbers are hashed with; there is none until a first card was used */
  keyFile: string;
}

export interface BackupInfo {
  madeAt: string;
  /** version of Lockout that made it */
  lockoutVersion: string;
  schemaVersion: number;
  bytes: number;
  sets: number;
  reps: number;
  members: number;
  /** whether the key of the cards is in it */
  hasCardKey: boolean;
}

export interface Restored {
  info: BackupInfo;
  /** what was there before, under its new name; empty when there was nothing */
  keptOld: string[];
}

export type BackupTask =
  | ({ kind: 'make'; target: string; lockoutVersion: string } & DataFiles)
  | { kind: 'check'; backup: string }
  | ({ kind: 'restore'; backup: string } & DataFiles);

export type BackupReply =
  | { kind: 'info'; info: BackupInfo }
  | { kind: 'restored'; restored: Restored }
  | { kind: 'failed'; error: WireError };
