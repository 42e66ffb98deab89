import Type from 'typebox';
import { count, IsoTime, nullable, quantity, strict } from './common.ts';
import { UpdateReport } from './update.ts';

/** `GET /api/v1/config/file`: the file as it stands, with its comments; the ETag goes into `If-Match` of the `PUT`. */
export const ConfigFile = strict(
  { yaml: Type.String({ maxLength: 200_000, description: 'text of lockout.yaml; empty: there is no file' }) },
  { $id: 'ConfigFile' },
);
/** Answer to `PUT /api/v1/config/file`. */
export const ConfigSaved = strict(
  {
    file: Type.String({ description: 'where it was written' }),
    changed: Type.Array(Type.String({ description: 'dotted name of a value that is another one now' })),
    needsRestart: Type.Boolean({ description: 'true: what changed holds from the next start on' }),
  },
  { $id: 'ConfigSaved' },
);
export type ConfigSaved = Type.Static<typeof ConfigSaved>;

export const LogLine = strict({
  at: IsoTime,
  level: Type.String({ description: 'fatal, error, warn, info, debug or trace' }),
  text: Type.String(),
});
export type LogLine = Type.Static<typeof LogLine>;
export const LogPage = strict({ lines: Type.Array(LogLine) }, { $id: 'LogPage' });

export const Versions = strict(
  {
    lockout: Type.String(),
    node: Type.String(),
    system: Type.String({ description: 'operating system and processor' }),
    schemaVersion: count('version of the database'),
    uptimeS: quantity('s', { description: 'since the start of the process', minimum: 0 }),
    phoneUrl: nullable(Type.String({ description: 'address under which phones reach the page; null: they can not' })),
    update: nullable(UpdateReport),
    boards: Type.Array(
      strict({
        bay: Type.String(),
        state: Type.String(),
        firmware: nullable(Type.String({ description: 'null: simulated, or not known' })),
      }),
    ),
  },
  { $id: 'Versions' },
);
export type Versions = Type.Static<typeof Versions>;
