import Type from 'typebox';
import { IsoTime, nullable, oneOf, strict } from './common.ts';

/** Where an update of the package stands. */
export const UPDATE_PHASES = ['preparing', 'installing', 'checking', 'undoing', 'done', 'undone', 'failed'] as const;

/** The last update of the package, as `lockout update` writes it into a file while it goes on. */
export const UpdateReport = strict(
  {
    phase: oneOf(UPDATE_PHASES, {
      description:
        'preparing, installing, checking and undoing: in progress; done: the new release runs; undone: the old one runs again; failed: nothing was changed, or a person has to look',
    }),
    from: Type.String({ description: 'version that ran before' }),
    to: Type.String({ description: 'version that was to run' }),
    startedAt: IsoTime,
    endedAt: nullable(IsoTime),
    reason: Type.String({ description: 'why it was undone or failed; empty when not' }),
    backup: nullable(
      Type.String({ description: 'file with everything that was kept before the update; only root reads it' }),
    ),
    wasFailing: Type.Boolean({
      description:
        'before it, too, the station could not count or keep (no board was plugged in, say): that is not laid to the new release',
    }),
    schemaBefore: nullable(
      Type.Integer({ description: 'version of the database before the update', unit: '1', minimum: 0 }),
    ),
  },
  {
    $id: 'UpdateReport',
    title: 'UpdateReport',
    description: 'What became of the last update of the package; nothing is said where there was none.',
    examples: [
      {
        phase: 'undone',
        from: '1.1.0',
        to: '1.2.0',
        startedAt: '2026-11-30T09:00:00.000Z',
        endedAt: '2026-11-30T09:02:31.000Z',
        reason: 'the page does not come',
        backup: '/var/lib/lockout-update/before-1.2.0.backup',
        wasFailing: false,
        schemaBefore: 8,
      },
    ],
  },
);
export type UpdateReport = Type.Static<typeof UpdateReport>;
