/** Judges each row of a list of members that a trainer brings along. Pure: what is known already is handed in. */
import { type CardUid, lastDigits, parseUid } from '../contracts/card-uid.ts';
import type { ImportFault, ImportRow } from '../contracts/member-import.ts';
import { folded } from '../contracts/plain-text.ts';

/** A row of the file: its line, from 1, and its cells. */
export interface FileRow {
  line: number;
  cells: readonly string[];
}

type Column = 'alias' | 'name' | 'login' | 'card';

/** What lists of other programs call them, in small letters without blanks, dashes or underlines. */
const HEADINGS: Record<Column, readonly string[]> = {
  alias: ['alias', 'nickname', 'screenname', 'nameonscreens', 'anzeigename', 'spitzname', 'apodo', 'nombreenpantalla'],
  name: ['name', 'fullname', 'member', 'membername', 'vollername', 'mitglied', 'nombre', 'nombrecompleto', 'miembro'],
  login: [
    'login',
    'loginname',
    'username',
    'user',
    'email',
    'mail',
    'anmeldename',
    'benutzername',
    'usuario',
    'correo',
  ],
  card: ['card', 'cards', 'cardnumber', 'uid', 'rfid', 'karte', 'kartennummer', 'tarjeta', 'numerodetarjeta'],
};

const plainHeading = (cell: string) =>
  folded(cell)
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/\d+$/, '');

/** Which column each cell is of; null: of none that is looked at. Several columns may be of cards. */
export function columnsOf(heading: readonly string[]): (Column | null)[] {
  const taken = new Set<Column>();
  return heading.map((cell) => {
    const word = plainHeading(cell);
    const column = (Object.keys(HEADINGS) as Column[]).find((one) => HEADINGS[one].includes(word)) ?? null;
    if (column === null || (column !== 'card' && taken.has(column))) return null;
    taken.add(column);
    return column;
  });
}

/** What is taken before the list is read. */
export interface Known {
  isLoginTaken: (login: string) => boolean;
  isCardTaken: (uidHex: string) => boolean;
  /** Whether the words may stand there, as the contracts say. */
  mayBe: Record<'alias' | 'name' | 'login', (word: string) => boolean>;
}

/** A row that can be added. */
export interface ImportedMember {
  alias: string;
  name: string | null;
  login: string | null;
  uids: readonly string[];
}

const ALIAS_LENGTH = 40;

interface JudgedRow {
  verdict: ImportRow;
  member: ImportedMember | null;
}

/** Judges row by row, in their order. Of what is there twice in the list, the first one is taken. */
export function rowJudge(columns: readonly (Column | null)[], known: Known): (row: FileRow) => JudgedRow {
  const logins = new Map<string, number>();
  const cards = new Map<string, number>();
  return ({ line, cells }) => {
    const cellOf = (column: Column) => cells[columns.indexOf(column)]?.trim() ?? '';
    const name = cellOf('name');
    // Cut by signs, not by halves of them.
    const alias = cellOf('alias') || [...name].slice(0, ALIAS_LENGTH).join('').trim();
    const login = cellOf('login');
    const numbers = cells.filter((cell, at) => columns[at] === 'card' && cell.trim() !== '');
    const read = numbers.map((number) => parseUid(number));
    const faults: ImportFault[] = [];
    const fault = (code: ImportFault['code'], otherLine: number | null = null) => faults.push({ code, otherLine });

    if (alias === '') fault('no-name');
    else if (!known.mayBe.alias(alias)) fault('bad-alias');
    if (name !== '' && !known.mayBe.name(name)) fault('bad-name');
    if (login !== '') {
      const twice = logins.get(folded(login));
      if (!known.mayBe.login(login)) fault('bad-login');
      else if (known.isLoginTaken(login)) fault('login-taken');
      else if (twice !== undefined) fault('login-twice', twice);
    }
    const own = new Set<string>();
    for (const card of read) {
      const code = cardFault(card, known);
      if (code) fault(code);
      else if (card.ok && (cards.has(card.uidHex) || own.has(card.uidHex)))
        fault('card-twice', cards.get(card.uidHex) ?? line);
      else if (card.ok) own.add(card.uidHex);
    }
    const isGood = faults.length === 0;
    if (isGood) {
      if (login !== '') logins.set(folded(login), line);
      for (const uid of own) cards.set(uid, line);
    }
    const shown = { alias, name: name || null, login: login || null };
    return {
      verdict: { line, ...shown, cards: [...own].map(lastDigits), verdict: isGood ? 'add' : 'refuse', faults },
      member: isGood ? { ...shown, uids: [...own] } : null,
    };
  };
}

function cardFault(card: CardUid, known: Known): ImportFault['code'] | null {
  if (!card.ok) return 'bad-card';
  if (card.isRandom) return 'random-card';
  return known.isCardTaken(card.uidHex) ? 'card-taken' : null;
}
