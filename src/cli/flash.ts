/** `lockout flash`: writes the shipped firmware into a board with avrdude, and makes sure that it runs. */
import { Command, Option } from 'commander';
import { type LoadedConfig, loadConfig } from '../app/config/config.ts';
import { FLASH_BOARD_NAMES, FLASH_BOARDS, type FlashBoardName } from '../app/flash/boards.ts';
import { choosePort, type PresentPort } from '../app/flash/choose-port.ts';
import { flashBoard } from '../app/flash/flash.ts';
import type { Config } from '../contracts/config.ts';
import { sameDevice } from '../readers/index.ts';
import { listPorts } from '../rig/serial-ports.ts';
import { usbBoard } from '../rig/usb-boards.ts';
import { call, isStationAt, stationUrl } from './client.ts';
import { pick } from './pick.ts';

interface FlashCommandOptions {
  board?: FlashBoardName;
  port?: string;
  bay?: string;
  baud?: string;
  dryRun?: boolean;
  config?: string;
}

export function flashCommand(): Command {
  return new Command('flash')
    .description('flash the firmware to a board (needs avrdude) and check that it answers')
    .addOption(
      new Option('--board <kind>', 'kind of board; default: detected by its USB id').choices(FLASH_BOARD_NAMES),
    )
    .option('--port <path>', 'serial port (default: the configured one, or the only board present)')
    .option('--bay <id>', "flash this bay's board")
    .addOption(
      new Option('--baud <rate>', 'serial speed of the firmware (default: board.baud)').choices(['250000', '115200']),
    )
    .option('--dry-run', 'check everything and show the command, without writing')
    .option('-c, --config <file>', 'configuration file (default: ./lockout.yaml)')
    .action(async (options: FlashCommandOptions) => {
      const loaded = loadConfig(options.config);
      const present = await listPorts();
      const port = await portOf(options, loaded, present);
      refuseReader(port, loaded);
      const board = await boardOf(options, port, present);
      await refuseWhileInUse(port, loaded);
      const bay = loaded.config.bays.find((one) => one.board.port === port) ?? loaded.config.bays[0]!;
      const baud = Number(options.baud ?? bay.board.baud);
      const isDryRun = options.dryRun === true;
      await flashBoard({ board, port, baud, isDryRun, report: (text) => console.log(text) });
      if (isDryRun) console.log('Nothing was written (--dry-run).');
      else
        console.log(
          `Done. Now: npx lockout doctor${bay.board.port === port ? '' : ` (after bays[].board.port: ${port})`}`,
        );
    });
}

async function portOf(options: FlashCommandOptions, { config }: LoadedConfig, present: PresentPort[]): Promise<string> {
  const choice = choosePort(options, config, present);
  if (choice.kind === 'port') return choice.path;
  const lines = choice.among.map((port) => `${port.path}  ${usbBoard(port).text}`);
  const at = await pick('Which board is to be flashed?', lines, 'Name it with --port.');
  return choice.among[at]!.path;
}

/** @throws Error when the board says by its USB id that it is another one than asked for. */
async function boardOf(
  options: FlashCommandOptions,
  port: string,
  present: readonly PresentPort[],
): Promise<FlashBoardName> {
  const found = present.find(({ path, device }) => path === port || device === port);
  const detected = found ? usbBoard(found).board : null;
  if (options.board && detected && (detected === 'mega') !== (options.board === 'mega'))
    throw new Error(
      `the board at ${port} says it is an ${FLASH_BOARDS[detected].label}, not a ${options.board}; leave --board out, or name another --port`,
    );
  if (options.board) return options.board;
  if (detected) return detected;
  const lines = FLASH_BOARD_NAMES.map((name) => FLASH_BOARDS[name].label);
  const at = await pick(`What kind of board is at ${port}? Its USB id doesn't say.`, lines, 'Name it with --board.');
  return FLASH_BOARD_NAMES[at]!;
}

/** @throws Error when a card reader is configured there, under whatever name: it would be reset and written to. */
function refuseReader(port: string, { config }: LoadedConfig): void {
  const bay = config.bays.find(({ readers }) => readers.some((reader) => sameDevice(reader.port, port)));
  if (bay)
    throw new Error(`${port} is the port of a card reader of ${bay.id} (bays[].readers); name the board's with --port`);
}

/** A station that runs here would fight for the port, and lose a set. */
async function refuseWhileInUse(port: string, { config, dataDir }: LoadedConfig): Promise<void> {
  const base = stationUrl({}, config);
  if (!(await isStationAt(base))) return;
  const running = (await (await call(`${base}/api/v1/config`, {}, dataDir)).json()) as Config;
  const user = running.bays.find(({ board, readers }) =>
    [board.port, ...readers.map((reader) => reader.port)].some((used) => sameDevice(used, port)),
  );
  if (user)
    throw new Error(
      `${port} is in use by ${user.id} of the station that runs at ${base}; stop it (Ctrl-C) and try again`,
    );
}
