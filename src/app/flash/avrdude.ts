/** Runs avrdude and reads what it says. Its words differ between 6.3 and 7.x; both are understood. */
import { spawn } from 'node:child_process';
import { ProblemError } from '../../web/index.ts';

interface AvrdudeRun {
  isDone: boolean;
  /** Everything it printed. */
  output: string;
}

/** 19 kB at 57600 baud, written and read back, take 15 s. */
const LONGEST_MS = 90_000;
/** Each knock resets the board and waits 5 s. avrdude itself would try ten times, for a Mega for minutes. */
const KNOCKS = 3;
const KNOCK = /not in sync|timeout/gi;

/** @param onOutput gets everything it printed so far. @throws ProblemError with the command that installs it, when avrdude isn't there */
export function runAvrdude(
  args: readonly string[],
  onOutput: (output: string) => void = () => undefined,
): Promise<AvrdudeRun> {
  return new Promise((resolve, reject) => {
    const child = spawn('avrdude', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill(), LONGEST_MS);
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      onOutput(output);
      if ((output.match(KNOCK)?.length ?? 0) >= KNOCKS) child.kill();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(
        error.code === 'ENOENT'
          ? new ProblemError('flash-no-program', { command: INSTALL[process.platform] ?? HOME })
          : new ProblemError('flash-failed', { reason: error.message }),
      );
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ isDone: code === 0, output });
    });
  });
}

const INSTALL: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'sudo apt-get install avrdude',
  darwin: 'brew install avrdude',
  win32: 'winget install AVRDudes.AVRDUDE',
};
const HOME = 'https://github.com/avrdudes/avrdude';

export interface WriteProgress {
  step: 'writing' | 'checking';
  percent: number;
}

/** Its bar has 50 marks for each step. It also reads the signature, before it writes. */
export function progressOf(output: string): WriteProgress {
  const writing = output.split('Writing |').at(1);
  const checking = writing?.split('Reading |').at(1);
  const marks = /^ ?(#*)/.exec(checking ?? writing ?? '')?.[1]?.length ?? 0;
  return { step: checking === undefined ? 'writing' : 'checking', percent: Math.min(100, 2 * marks) };
}

export type AvrdudeFault = 'no-answer' | 'wrong-chip' | 'verify' | 'no-rights' | 'no-port' | 'busy' | 'other';

const SIGNS: readonly [AvrdudeFault, RegExp][] = [
  ['wrong-chip', /expected signature for/i],
  ['verify', /verification (error|mismatch)/i],
  ['no-rights', /permission denied/i],
  ['no-port', /no such file or directory|can't open device.*(no such|not found)/i],
  ['busy', /resource busy|temporarily unavailable/i],
  ['no-answer', /not in sync|not responding|timeout|protocol error/i],
];

export function faultOf(output: string): AvrdudeFault {
  return SIGNS.find(([, sign]) => sign.test(output))?.[0] ?? 'other';
}

/** The chip that answered, as avrdude names it: "m168", or its signature; null when none did. */
export function chipOf(output: string): string | null {
  const found = /device signature = (0x[0-9a-f]{6})(?: \(probably ([\w/]+)\))?/i.exec(output);
  return found ? (found[2] ?? found[1]!) : null;
}

/** What it said that matters, for a fault that we don't know. */
export function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => /error|warning/i.test(line) && !/TIOCM/.test(line));
  return lines.slice(-3).join(' ').replace(/\s+/g, ' ').trim() || 'it gave no reason';
}
