import Type from 'typebox';
import { count, IsoTime, nullable, oneOf, quantity, strict } from './common.ts';
import { UpdateReport } from './update.ts';

/** `GET /api/v1/config/file`: the file as it stands, with its comments; the ETag goes into `If-Match` of the `PUT`. */
export const ConfigFile = strict(
  {
    yaml: Type.String({ maxLength: 200_000, description: 'text of lockout.yaml; empty: there is no file' }),
    demo: Type.Optional(
      strict(
        {
          file: Type.String({ description: 'where it is written when the demo is kept' }),
          dataDir: Type.String({ description: 'folder of the data of the demo' }),
          leaveFile: Type.String({ description: 'where it is written when the demo ends' }),
          leaveDataDir: Type.String({ description: 'folder of the data that the station uses after the demo' }),
        },
        { description: 'only in the demo, where saving needs a decision: keep the demo, or leave it' },
      ),
    ),
  },
  { $id: 'ConfigFile' },
);
export type ConfigFile = Type.Static<typeof ConfigFile>;
/** Body of `PUT /api/v1/config/file`. */
export const NewConfigFile = strict(
  {
    yaml: Type.String({ maxLength: 200_000, description: 'whole text of the file' }),
    demo: Type.Optional(
      oneOf(['keep', 'leave'], {
        description:
          'required in the demo. keep: the next start is this demo again, with this configuration; leave: the next start uses its own database',
      }),
    ),
  },
  { $id: 'NewConfigFile' },
);
export type NewConfigFile = Type.Static<typeof NewConfigFile>;
/** Answer to `PUT /api/v1/config/file`. */
export const ConfigSaved = strict(
  {
    file: Type.String({ description: 'where it was written' }),
    changed: Type.Array(Type.String({ description: 'dotted name of a value that is another one now' })),
    needsRestart: Type.Boolean({ description: 'true: what changed holds from the next start on' }),
    leftDemo: Type.Optional(
      Type.Boolean({ description: 'true: the next start is no demo and uses its own database; left out: no demo' }),
    ),
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

/** `GET /api/v1/ports`: what is plugged in, and what is configured and isn't. */
const SerialPort = strict({
  path: Type.String({ description: 'for bays[].board.port: the name that stays, where the system gives one' }),
  device: Type.String({ description: 'its name today' }),
  what: Type.String({ description: 'what it is, as far as its USB ids say' }),
  isLikelyBoard: Type.Boolean({ description: 'true: it may be a board of a bay' }),
  bay: nullable(Type.String({ description: 'bay that is configured to use it; null: none' })),
  use: nullable(oneOf(['board', 'reader'], { description: 'what for' })),
  isPresent: Type.Boolean({ description: 'false: configured, but not plugged in' }),
});
export type SerialPort = Type.Static<typeof SerialPort>;
export const PortPage = strict({ ports: Type.Array(SerialPort) }, { $id: 'PortPage' });

export const Versions = strict(
  {
    lockout: Type.String(),
    node: Type.String(),
    system: Type.String({ description: 'operating system and processor' }),
    schemaVersion: count('version of the database'),
    uptimeS: quantity('s', { description: 'since the start of the process', minimum: 0 }),
    phoneUrl: nullable(Type.String({ description: 'address under which phones reach the page; null: they cannot' })),
    update: nullable(UpdateReport),
    time: strict({
      at: IsoTime,
      isSynchronized: nullable(Type.Boolean({ description: 'with the network’s time; null: the system does not say' })),
    }),
    addresses: Type.Array(Type.String(), { description: 'of this computer in its networks' }),
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
