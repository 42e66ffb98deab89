import Type from 'typebox';
import { count, IsoTime, nullable, quantity, strict } from './common.ts';
import { UPLOAD_PROGRESS } from './uploads.ts';

const BackupName = Type.String({
  pattern: '^lockout-(uploaded-)?\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d\\.backup$',
  form: 'file-name',
  description: 'name of the file in the backup folder',
});

const KeptBackup = strict({
  fileName: BackupName,
  madeAt: IsoTime,
  bytes: count('size of the file'),
  isUploaded: Type.Boolean({
    description: 'true: it came from a page; it is no part of the schedule, and the newest two are kept',
  }),
});
export type KeptBackup = Type.Static<typeof KeptBackup>;

/** `GET /api/v1/backups` */
export const BackupState = strict(
  {
    everyH: quantity('h', { description: 'a backup is made so often; 0: only when asked for', minimum: 0 }),
    keep: count('so many are kept; older ones are deleted'),
    folder: Type.String({ description: 'where they are' }),
    isOverdue: Type.Boolean({ description: 'true: the newest is more than twice as old as it should be' }),
    lastError: nullable(Type.String({ description: 'why the latest could not be made; null when it was made' })),
    backups: Type.Array(KeptBackup, { description: 'newest first' }),
    pending: nullable({ ...BackupName, description: 'restored at the next start; null: none' } as typeof BackupName),
    restarts: Type.Boolean({
      description: 'true: a program restarts the station when it ends, so a page may restart it',
    }),
  },
  { $id: 'BackupState' },
);
export type BackupState = Type.Static<typeof BackupState>;

/** `PUT /api/v1/backups/upload` */
export const BackupUpload = strict(
  {
    ...UPLOAD_PROGRESS,
    backup: nullable({
      ...KeptBackup,
      description: 'once all of it is here and was checked; null before',
    } as typeof KeptBackup),
  },
  { $id: 'BackupUpload' },
);
export type BackupUpload = Type.Static<typeof BackupUpload>;
export const BackupParams = strict({ name: BackupName });
/** `POST /api/v1/backups/:name/check`: it is whole, and what is in it. */
export const BackupContents = strict(
  {
    madeAt: IsoTime,
    lockoutVersion: Type.String(),
    schemaVersion: count('version of the database'),
    bytes: count('size of the file'),
    sets: count('sets'),
    reps: count('reps'),
    members: count('members'),
    hasCardKey: Type.Boolean({ description: 'whether cards work after a restore' }),
  },
  { $id: 'BackupContents' },
);
export type BackupContents = Type.Static<typeof BackupContents>;
/** `POST /api/v1/restart`, `POST /api/v1/backups/:name/restore` */
export const RestartAnswer = strict(
  { restarts: Type.Boolean({ description: 'true: the station restarts now; false: it applies at the next start' }) },
  { $id: 'RestartAnswer' },
);
export type RestartAnswer = Type.Static<typeof RestartAnswer>;
