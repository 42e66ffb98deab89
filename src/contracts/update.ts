import Type from 'typebox';
import { count, IsoTime, nullable, oneOf, strict } from './common.ts';
import { Problem } from './problems.ts';
import { UPLOAD_PROGRESS } from './uploads.ts';

/** Where an update of the package stands. */
const UPDATE_PHASES = [
  'waiting',
  'preparing',
  'installing',
  'checking',
  'undoing',
  'done',
  'undone',
  'failed',
] as const;

/** The last update of the package, as `lockout update` writes it into a file while it goes on. */
export const UpdateReport = strict(
  {
    phase: oneOf(UPDATE_PHASES, {
      description:
        'waiting (for the end of a set), preparing, installing, checking and undoing: in progress; done: the new release runs; undone: the old one runs again; failed: nothing was changed, or a person has to look',
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

/** Why a station can't be updated from its page. */
export const UPDATE_OBSTACLES = ['not-a-package', 'no-service', 'no-key'] as const;

const Offer = strict({
  bytes: count('size of the package'),
  version: nullable(Type.String({ description: 'null: not known, because its signature is not valid' })),
  architecture: nullable(Type.String({ description: 'kind of machine that it is for; null as version' })),
  signedBy: nullable(Type.String({ description: 'id of the key that signed it; null: no valid signature' })),
  comment: Type.String({ description: 'what the signer says of it; empty without a valid signature' }),
  refusal: nullable({ ...Problem, description: 'why it is not installed; null: it can be' } as typeof Problem),
});
export type PackageOffer = Type.Static<typeof Offer>;

/** `GET /api/v1/update` */
export const UpdateState = strict(
  {
    version: Type.String({ description: 'version in use' }),
    obstacle: nullable(
      oneOf(UPDATE_OBSTACLES, {
        description:
          'why this station can’t be updated from its page: not-a-package: it runs from a checkout; no-service: not started by the service of its package (Docker); no-key: the package has no key to check others with. null: it can',
      }),
    ),
    trustedKey: nullable(Type.String({ description: 'id of the key that packages must be signed with' })),
    offer: nullable({ ...Offer, description: 'the package that lies here; null: none' } as typeof Offer),
    requestedAt: nullable({
      ...IsoTime,
      description: 'an update was asked for and has not begun yet',
    } as typeof IsoTime),
    last: nullable(UpdateReport),
  },
  { $id: 'UpdateState' },
);
export type UpdateState = Type.Static<typeof UpdateState>;

/** `PUT /api/v1/update/package`, `PUT /api/v1/update/signature` */
export const PackageUpload = strict(
  {
    ...UPLOAD_PROGRESS,
    state: nullable({ ...UpdateState, description: 'once all of it is here' } as typeof UpdateState),
  },
  { $id: 'PackageUpload' },
);
export type PackageUpload = Type.Static<typeof PackageUpload>;

/** Body of `POST /api/v1/update/fetch`. */
export const FetchPackage = strict(
  {
    url: Type.String({
      maxLength: 500,
      pattern: '^https?://[^\\s]+$',
      form: 'address',
      description: 'address of the package; its signature is at the same address with .minisig',
    }),
  },
  { $id: 'FetchPackage' },
);
/** Body of `POST /api/v1/update`. */
export const StartUpdate = strict(
  {
    version: Type.String({ maxLength: 64, description: 'version of the package, as the person has seen it' }),
    again: Type.Boolean({ description: 'true: also when this version was undone before' }),
  },
  { $id: 'StartUpdate' },
);
export type StartUpdate = Type.Static<typeof StartUpdate>;
