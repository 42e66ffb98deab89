/** Imports of member lists: preview, import and undo, for the API. */
import { Compile } from 'typebox/compile';
import { v7 } from 'uuid';
import { type Clock, isoNow } from '../../../common/clock.ts';
import { mapInSlices, nextTurn, type Pause } from '../../../common/slices.ts';
import { lastDigits } from '../../../contracts/card-uid.ts';
import type { ImportResult } from '../../../contracts/member-import.ts';
import { NO_CONSENTS } from '../../../contracts/members.ts';
import { LoginName, Name } from '../../../contracts/names.ts';
import { folded } from '../../../contracts/plain-text.ts';
import { columnsOf, type ImportedMember, rowJudge } from '../../../members/member-import.ts';
import type { ImportedRow, Store } from '../../../store/index.ts';
import { type ImportsPort, ProblemError } from '../../../web/index.ts';
import { orProblem } from '../../storage/store-problems.ts';

const SHOWN_IMPORTS = 20;
/** Judged at once: some milliseconds on a Pi. */
export const SLICE_ROWS = 100;

/** Compiled only when a list comes. */
function wordChecks() {
  const [alias, name, login] = [Compile(Name(40, 'alias')), Compile(Name(80, 'full name')), Compile(LoginName)];
  return {
    alias: (word: string) => alias.Check(word),
    name: (word: string) => name.Check(word),
    login: (word: string) => login.Check(word),
  };
}

interface ImportsOptions {
  store: () => Store;
  clock: Clock;
  /** The keyed hash of a card's number. */
  hashOf: (uidHex: string) => string;
  /** By every key that a card may be stored by. */
  hashesOf: (uidHex: string) => string[];
  onChanged: () => void;
  /** Between two slices of a long list. */
  pause?: Pause;
}

export function importsPort(options: ImportsOptions): ImportsPort {
  const { store, clock, hashOf, hashesOf, onChanged, pause = nextTurn } = options;
  const slices = { size: SLICE_ROWS, pause };

  const judged = async (file: Buffer): Promise<{ result: ImportResult; members: ImportedMember[] }> => {
    const { readList, textOf } = await import('./read-list.ts'); // once a year
    const { heading, rows } = await readList(textOf(file), pause);
    const columns = columnsOf(heading);
    if (!columns.includes('alias') && !columns.includes('name'))
      throw new ProblemError('no-columns', { heading: heading.join(', ') });
    const logins = new Set(await orProblem(() => store().imports.logins()));
    const cards = new Set((await orProblem(() => store().cards.all())).map(({ hash }) => hash));
    const judge = rowJudge(columns, {
      isLoginTaken: (login) => logins.has(folded(login)),
      isCardTaken: (uidHex) => hashesOf(uidHex).some((hash) => cards.has(hash)),
      mayBe: wordChecks(),
    });
    const verdicts = await mapInSlices(rows, judge, slices);
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
      const rows = await mapInSlices(members, (member) => rowOf(member, at, hashOf), slices);
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
