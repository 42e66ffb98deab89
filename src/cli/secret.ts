/** A PIN or password that neither stands on the screen nor in the list of processes. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Asked for twice on a terminal, unseen; else the first line of standard input. */
export async function readSecret(): Promise<string> {
  if (!process.stdin.isTTY) {
    const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1);
    if (!line) throw wrongCall('no PIN or password came on standard input');
    return line;
  }
  const first = await ask('New PIN or password: ');
  if (first !== (await ask('Once more: '))) throw wrongCall('the two are not the same; nothing was changed');
  return first;
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
