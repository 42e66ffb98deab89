/** A numbered list to choose from, on a terminal. */
import { createInterface } from 'node:readline/promises';

/**
 * @returns the place of the chosen line
 * @throws Error that lists the lines and says how to choose, when there is no terminal
 */
export async function pick(question: string, lines: readonly string[], otherwise: string): Promise<number> {
  const list = lines.map((line, at) => `  ${at + 1}  ${line}`).join('\n');
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    process.exitCode = 2;
    throw new Error(`${question}\n${list}\n${otherwise}`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    console.error(`${question}\n${list}`);
    for (;;) {
      const answer = Number(await terminal.question(`1 to ${lines.length}: `));
      if (Number.isInteger(answer) && answer >= 1 && answer <= lines.length) return answer - 1;
    }
  } finally {
    terminal.close();
  }
}
