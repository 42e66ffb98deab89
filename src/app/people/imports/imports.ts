/** Imports of member lists: preview, import and undo, for the API. */
import Value from 'typebox/value';
import { v7 } from 'uuid';
import { type Clock, isoNow } from '../../../common/clock.ts';
import { lastDigits } from '../../../contracts/card-uid.ts';
import type { ImportResult } from '../../../contracts/member-import.ts';
import { NO_CONSENTS } from '../../../contracts/members.ts';
import { LoginName, Name } from '../../../contracts/names.ts';
import { folded } from '../../../contracts/plain-text.ts';
import { columnsOf, type ImportedMember, judgeRows } from '../../../members/member-import.ts';
import type { ImportedRow, Store } from '../../../store/index.ts';
import { type ImportsPort, ProblemError } from '../../../web/index.ts';
import { orProblem } from '../../storage/store-problems.ts';

const SHOWN_IMPORTS = 20;
const ALIAS = Name(40, 'alias');
const FULL_NAME = Name(80, 'full name');
const mayBe = {
  alias: (word: string) => Value.Check(ALIAS, word),
  name: (word: string) => Value.Check(FULL_NAME, word),
  login: (word: string) => Value.Check(LoginName, word),
};

interface ImportsOptions {
  store: () => Store;
  clock: Clock;
  /** The keyed hash of a card's number. */
  hashOf: (uidHex: string) => string;
  /** By every key that a card may be stored by. */
  hashesOf: (uidHex: string) => string[];
  onChanged: () => void;
}

export function importsPort({ store, clock, hashOf, hashesOf, onChanged }: ImportsOptions): ImportsPort {
  const judged = async (file: Buffer): Promise<{ result: ImportResult; members: ImportedMember[] }> => {
    const { readList, textOf } = await import('./read-list.ts'); // once a year
    const { heading, rows } = readList(textOf(file));
    const columns = columnsOf(heading);
    if (!columns.includes('alias') && !columns.includes('name'))
      throw new ProblemError('no-columns', { heading: heading.join(', ') });
    const logins = new Set(await orProblem(() => store().imports.logins()));
    const cards = new Set((await orProblem(() => store().cards.all())).map(({ hash }) => hash));
    const verdicts = judgeRows(columns, rows, {
      isLoginTaken: (login) => logins.has(folded(login)),
      isCardTaken: (uidHex) => hashesOf(uidHex).some((hash) => cards.has(hash)),
      mayBe,
    });
    const members = verdicts.flatMap(({ member }) => member ?? []);
    const result = {
      id: null,
      adds: members.length,
      refuses: verdicts.length - members.length,
      ignoredColumns: heading.filter((word, at) => columns[at] === null && word !== ''),
      rows: verdicts.map(({ verdict }) => verdict),
    };
    return { result, members };
  };

  return {
    preview: async (file) => (await judged(file)).result,

    async add(file, actor) {
      const { result, members } = await judged(file);
      if (members.length === 0) return result;
      const id = v7();
      const at = isoNow(clock);
      const rows = members.map((member) => rowOf(member, at, hashOf));
      await orProblem(() => store().imports.add(id, rows, at, actor));
      onChanged();
      return { ...result, id };
    },

    list: () => orProblem(() => store().imports.list(SHOWN_IMPORTS)),

    async undo(id, actor) {
      const undone = await orProblem(() => store().imports.undo(id, isoNow(clock), actor));
      onChanged();
      return undone;
    },
  };
}

/** Their log-in works once a trainer has set a PIN. */
function rowOf({ alias, name, login, uids }: ImportedMember, at: string, hashOf: (uid: string) => string): ImportedRow {
  const person = { id: v7(), alias, name, role: 'member' as const, login, heightMm: null, createdAt: at };
  return {
    member: { ...person, consents: NO_CONSENTS, consentsAt: null, secretHash: null },
    cards: uids.map((uid) => ({ id: v7(), hash: hashOf(uid), lastDigits: lastDigits(uid) })),
  };
}
