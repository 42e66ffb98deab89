import type { WireError } from './store-error.ts';

/** Where the station keeps what a backup holds. All three lie in one folder. */
export interface DataFiles {
  /** the database */
  file: string;
  /** the key that card numbers are hashed with */
  keyFile: string;
  /** the id of the station */
  idFile: string;
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
  cards: number;
  /** whether the key of the cards is in it */
  hasCardKey: boolean;
}

export interface Adopted {
  controllerId: string;
  /** cards that have to be enrolled again, because their key is not there */
  cardsLost: number;
}

/** A backup that was checked; a folder holds what it makes of a data folder. */
export interface Prepared extends Adopted {
  info: BackupInfo;
}

export interface Restored extends Prepared {
  /** what was there before, under its new name; empty when there was nothing */
  keptOld: string[];
}

/** `prepare`: `files` are those of the station now, for what the backup doesn't have. */
export type BackupTask =
  | { kind: 'make'; files: DataFiles; target: string; lockoutVersion: string }
  | { kind: 'prepare'; files: DataFiles; backup: string; folder: string }
  | { kind: 'adopt'; files: DataFiles };

export type BackupReply = { kind: 'done'; result: unknown } | { kind: 'failed'; error: WireError };
