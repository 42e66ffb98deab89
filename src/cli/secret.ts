/** A PIN, a password or the number of a card, which stands neither on the screen nor in the list of processes. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Asked for twice on a terminal, unseen; else the first line of standard input. */
export async function readSecret(): Promise<string> {
  if (!process.stdin.isTTY) return firstLine('PIN or password');
  const first = await ask('New PIN or password: ');
  if (first !== (await ask('Once more: '))) throw wrongCall('the two are not the same; nothing was changed');
  return first;
}

/** Also what a desk reader types. */
export const readCardNumber = (): Promise<string> =>
  process.stdin.isTTY ? ask('Hold the card to the desk reader, or type its number: ') : firstLine('number of a card');

async function firstLine(what: string): Promise<string> {
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1);
  if (!line) throw wrongCall(`no ${what} came on standard input`);
  return line;
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

function wrongCall(what: string): Error {
  process.exitCode = 2;
  return new Error(what);
}
