/** Writes the shipped firmware into a board and makes sure that it runs. */
import { openSerial } from '../../rig/serial-transport.ts';
import { type AvrdudeFault, chipOf, faultOf, lastWords, runAvrdude } from './avrdude.ts';
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
  /** Check everything, say what would be run, write nothing. */
  isDryRun?: boolean;
}

/** @throws Error that says what is wrong and what to do. */
export async function flashBoard({ board, port, baud, report, isDryRun = false }: FlashOptions): Promise<void> {
  const { label, attempts } = FLASH_BOARDS[board];
  const firmware = firmwareFile(board, baud);
  await runAvrdude(['-?']); // says that it is missing before the board is touched
  await openable(port, baud);
  if (isDryRun) {
    for (const attempt of attempts)
      report(`would run: avrdude ${argumentsOf(board, port, attempt, firmware.path).join(' ')}`);
    return;
  }
  report(`Writing ${firmware.sizeBytes} bytes into the ${label} at ${port}; don't unplug it ...`);
  await write(board, port, firmware.path, report);
  report('Written and read back. Asking the board who it is ...');
  const answer = await askFirmware(port, baud, board);
  report(`${answer} answers on ${port}.`);
}

/** Opening the port first reports missing rights, other programs and missing boards more clearly than avrdude. */
async function openable(port: string, baud: number): Promise<void> {
  const transport = await openSerial(port, baud);
  await transport.close();
}

async function write(board: FlashBoardName, port: string, path: string, report: (text: string) => void): Promise<void> {
  const { attempts } = FLASH_BOARDS[board];
  for (const [at, attempt] of attempts.entries()) {
    if (attempt.bootloader) report(`Trying the ${attempt.bootloader} (${attempt.baud} baud) ...`);
    const { isDone, output } = await runAvrdude(argumentsOf(board, port, attempt, path));
    if (isDone) return;
    const fault = faultOf(output);
    const isLast = at === attempts.length - 1;
    if (fault !== 'no-answer' || isLast) throw new Error(explain(fault, output, board, port));
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

function explain(fault: AvrdudeFault, output: string, board: FlashBoardName, port: string): string {
  const { label, part } = FLASH_BOARDS[board];
  const others = Object.keys(FLASH_BOARDS).filter((name) => name !== board);
  const texts: Record<AvrdudeFault, string> = {
    'no-answer': `no boot loader answers on ${port} as an ${label} does. Is it another board (--board ${others.join(' or --board ')})? Unplug and plug it in again; take everything off pins 0 and 1; try another USB cable`,
    'wrong-chip': `this is not an ${label}: its chip is ${chipOf(output) ?? 'unknown'}, not ${part}. Nothing was written; name the right one with --board, or use a board with that chip`,
    verify: `what was written does not read back the same. Try again with a short USB cable straight into the controller; if it stays, the board is broken`,
    'no-rights': `no rights on ${port}: add your user to the group dialout (sudo usermod -aG dialout $USER), then log in again`,
    'no-port': `the board at ${port} was disconnected; plug it in again (npx lockout ports lists the boards)`,
    busy: `${port} is in use by another program: close the Arduino IDE's serial monitor, or stop the station`,
    other: `avrdude failed: ${lastWords(output)}`,
  };
  return texts[fault];
}
