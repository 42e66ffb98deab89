import Type from 'typebox';
import { count, Id, IsoTime, nullable, oneOf, strict } from './common.ts';

/** Rows of one list, and bytes of its file. */
export const MAX_IMPORT_ROWS = 10_000;
export const MAX_IMPORT_BYTES = 2 * 1024 * 1024;

const ImportFault = strict({
  code: oneOf(
    [
      'no-name',
      'bad-alias',
      'bad-name',
      'bad-login',
      'login-taken',
      'login-twice',
      'bad-card',
      'random-card',
      'card-taken',
      'card-twice',
    ],
    {
      description:
        'no-name: neither alias nor name; bad-…: not as the station takes them; …-taken: it is in use already; …-twice: an earlier line has it, too; random-card: a phone or bank card, whose number is another one each time',
    },
  ),
  otherLine: nullable(count('line that has it, too')),
});
export type ImportFault = Type.Static<typeof ImportFault>;

export const ImportRow = strict(
  {
    line: count('line of the file, from 1', { minimum: 1 }),
    alias: Type.String(),
    name: nullable(Type.String()),
    login: nullable(Type.String()),
    cards: Type.Array(Type.String({ description: 'last digits of a card' })),
    verdict: oneOf(['add', 'refuse'], { description: 'add: becomes a member; refuse: is left out, `faults` say why' }),
    faults: Type.Array(ImportFault),
  },
  { $id: 'ImportRow' },
);
export type ImportRow = Type.Static<typeof ImportRow>;

/** `POST /api/v1/member-imports/preview` and `POST /api/v1/member-imports`; the body is the list (CSV). */
export const ImportResult = strict(
  {
    id: nullable({ ...Id, description: 'of what was added, to take it back; null: nothing was' } as typeof Id),
    adds: count('rows that are added'),
    refuses: count('rows that are left out'),
    ignoredColumns: Type.Array(Type.String({ description: 'heading of a column that the station knows nothing of' })),
    rows: Type.Array(ImportRow),
  },
  { $id: 'ImportResult' },
);
export type ImportResult = Type.Static<typeof ImportResult>;

export const MemberImport = strict(
  {
    id: Id,
    at: IsoTime,
    actorId: nullable(Id),
    added: count('members that it added'),
    left: count('of them those that are still here'),
    undoneAt: nullable(IsoTime),
  },
  { $id: 'MemberImport' },
);
export type MemberImport = Type.Static<typeof MemberImport>;
/** `GET /api/v1/member-imports`: newest first. */
export const MemberImportList = strict({ imports: Type.Array(MemberImport) }, { $id: 'MemberImportList' });
/** `POST /api/v1/member-imports/:id/undo` */
export const ImportUndone = strict(
  {
    removed: count('members that are gone'),
    kept: count('members that stay, because they have lifted, logged in or were changed since'),
  },
  { $id: 'ImportUndone' },
);
export type ImportUndone = Type.Static<typeof ImportUndone>;
