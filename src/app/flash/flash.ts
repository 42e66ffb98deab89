/** Writes the shipped firmware into a board and makes sure that it runs. */
import { openSerial } from '../../rig/serial-transport.ts';
import { ProblemError } from '../../web/index.ts';
import {
  type AvrdudeFault,
  chipOf,
  faultOf,
  lastWords,
  progressOf,
  runAvrdude,
  type WriteProgress,
} from './avrdude.ts';
import { type Attempt, FLASH_BOARDS, type FlashBoardName } from './boards.ts';
import { firmwareFile } from './firmware-file.ts';
import { askFirmware } from './handshake.ts';

interface FlashOptions {
  board: FlashBoardName;
  port: string;
  /** Serial speed that the firmware will speak. */
  baud: number;
  /** Says what is going on, one line at a time. */
  report: (text: string) => void;
  /** How far writing and reading back are. */
  onProgress?: (progress: WriteProgress) => void;
  /** It is in the board and was read back; now the board is asked who it is. */
  onWritten?: () => void;
  /** Check everything, say what would be run, write nothing. */
  isDryRun?: boolean;
}

/** @returns name and version of the firmware that answers; empty in a dry run. @throws ProblemError that says what is wrong and what to do */
export async function flashBoard(options: FlashOptions): Promise<string> {
  const { board, port, baud, report, onProgress = () => undefined, isDryRun = false } = options;
  const { label, attempts } = FLASH_BOARDS[board];
  const firmware = shipped(board, baud);
  await runAvrdude(['-?']); // says that it is missing before the board is touched
  await openable(port, baud);
  if (isDryRun) {
    for (const attempt of attempts)
      report(`would run: avrdude ${argumentsOf(board, port, attempt, firmware.path).join(' ')}`);
    return '';
  }
  report(`Writing ${firmware.sizeBytes} bytes into the ${label} at ${port}; don't unplug it ...`);
  await write(board, port, firmware.path, report, onProgress);
  options.onWritten?.();
  report('Written and read back. Asking the board who it is ...');
  const answer = await askFirmware(port, baud, board);
  report(`${answer} answers on ${port}.`);
  return answer;
}

/** @throws ProblemError */
function shipped(board: FlashBoardName, baud: number): ReturnType<typeof firmwareFile> {
  try {
    return firmwareFile(board, baud);
  } catch (error) {
    throw new ProblemError('flash-no-firmware', { reason: (error as Error).message });
  }
}

/** Opening the port first reports missing rights, other programs and missing boards more clearly than avrdude. */
async function openable(port: string, baud: number): Promise<void> {
  const transport = await openSerial(port, baud);
  await transport.close();
}

async function write(
  board: FlashBoardName,
  port: string,
  path: string,
  report: (text: string) => void,
  onProgress: (progress: WriteProgress) => void,
): Promise<void> {
  const { attempts } = FLASH_BOARDS[board];
  for (const [at, attempt] of attempts.entries()) {
    if (attempt.bootloader) report(`Trying the ${attempt.bootloader} (${attempt.baud} baud) ...`);
    const { isDone, output } = await runAvrdude(argumentsOf(board, port, attempt, path), (said) =>
      onProgress(progressOf(said)),
    );
    if (isDone) return;
    const fault = faultOf(output);
    const isLast = at === attempts.length - 1;
    if (fault !== 'no-answer' || isLast) throw explain(fault, output, board, port);
  }
}

function argumentsOf(board: FlashBoardName, port: string, { programmer, baud }: Attempt, path: string): string[] {
  // -D: no chip erase, which these boot loaders don't know.
  return [
    '-p',
    FLASH_BOARDS[board].part,
    '-c',
    programmer,
    '-P',
    port,
    '-b',
    String(baud),
    '-D',
    '-U',
    `flash:w:${path}:i`,
  ];
}

function explain(fault: AvrdudeFault, output: string, board: FlashBoardName, port: string): ProblemError {
  const { label, part } = FLASH_BOARDS[board];
  const others = Object.keys(FLASH_BOARDS).filter((name) => name !== board);
  switch (fault) {
    case 'no-answer':
      return new ProblemError('flash-no-answer', { board: label, port, others: others.join(' or ') });
    case 'wrong-chip':
      return new ProblemError('flash-wrong-chip', { board: label, chip: chipOf(output) ?? 'unknown', part });
    case 'verify':
      return new ProblemError('flash-not-the-same', {});
    case 'no-rights':
      return new ProblemError('flash-no-rights', { port });
    case 'no-port':
      return new ProblemError('flash-unplugged', { port });
    case 'busy':
      return new ProblemError('flash-busy', { port });
    case 'other':
      return new ProblemError('flash-failed', { reason: lastWords(output) });
  }
}
