/**
 * The child process of one board: takes its configuration from the first message of its parent, opens the serial port or
 * makes a virtual board, and runs Johnny-Five on it. It ends when the parent says so, when the parent is gone, or when the
 * board is (with `EXIT_BOARD_LOST`).
 */
import { systemClock } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import {
  type BoardConfig,
  type ChildMessage,
  EXIT_BOARD_LOST,
  type Fault,
  type ParentMessage,
} from '../../rig/messages.ts';
import { openSerial } from '../../rig/serial-transport.ts';
import { BoardSession } from '../../rig/session.ts';
import { createSimulatedRig } from '../../sim/simulated-rig.ts';
import { VirtualBoard } from '../../sim/virtual-board.ts';

const BEAT_PERIOD_MS = 200;
/** The parent beats twice a second, on a busy CPU much later. One that hangs must not leave us filling its pipe for ever. */
const PARENT_SILENT_MS = 60_000;

let session: BoardSession | null = null;
let virtualBoard: VirtualBoard | null = null;
let rig: ReturnType<typeof createSimulatedRig> | null = null;
let isLifterWaiting = false;
let parentHeardMs = systemClock.monoMs();

const send = (message: ChildMessage) => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
};

function configure(config: BoardConfig, epoch: number): void {
  const open = config.port === 'simulated' ? () => openVirtual(config) : () => openSerial(config.port, config.baud);
  session = new BoardSession({ config, epoch, open, send, onGone: () => void leave(EXIT_BOARD_LOST) });
  void session.start();
}

async function openVirtual({ simulator }: BoardConfig): Promise<VirtualBoard> {
  if (!simulator) throw new Error('The port is `simulated`, but no simulator is configured.');
  rig = createSimulatedRig(simulator);
  rig.wait(isLifterWaiting);
  virtualBoard = new VirtualBoard({ createSensor: rig.createSensor, startAtUs: simulator.startAtUs ?? 0 });
  return virtualBoard;
}

function applyFault({ fault, on, slot, sensorFault = '' }: Fault): void {
  if (fault === 'crash') throw new Error('Simulated crash');
  // Blocks this thread for good, as a deadlock would, without burning a core.
  if (fault === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  else if (!virtualBoard)
    send({ type: 'log', level: 'warn', text: `A real board can't be given the fault "${fault}".` });
  else if (fault === 'sensor') setSensorFault(virtualBoard, sensorFault, on, slot);
  else virtualBoard.setFault(fault, on, slot);
}

function setSensorFault(board: VirtualBoard, name: string, on: boolean, slot?: number): void {
  try {
    board.setSensorFault(name, on, slot);
  } catch (error) {
    send({ type: 'log', level: 'warn', text: messageOf(error) });
  }
}

async function leave(code: number): Promise<void> {
  await session?.stop();
  // The last words must be out before the channel closes.
  if (process.connected) process.send?.({ type: 'beat' } satisfies ChildMessage, () => process.exit(code));
  else process.exit(code);
}

process.on('message', (message: ParentMessage) => {
  parentHeardMs = systemClock.monoMs();
  if (message.type === 'configure') configure(message.config, message.epoch);
  else if (message.type === 'show') session?.show(message.light, message.sound);
  else if (message.type === 'fault') applyFault(message);
  else if (message.type === 'lifter') {
    isLifterWaiting = message.isWaiting;
    rig?.wait(isLifterWaiting);
  } else if (message.type === 'stop') void leave(0);
});
process.on('disconnect', () => void leave(0));
// Ctrl-C and systemd signal the whole group, but only the parent knows when a set is safe: it will say stop.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

let beatMs = systemClock.monoMs();
setInterval(() => {
  send({ type: 'beat' });
  const nowMs = systemClock.monoMs();
  // While this very process was held up it received nothing: the parent's beats wait behind this timer.
  parentHeardMs += Math.max(0, nowMs - beatMs - BEAT_PERIOD_MS);
  beatMs = nowMs;
  if (nowMs - parentHeardMs > PARENT_SILENT_MS) process.exit(0);
}, BEAT_PERIOD_MS);
send({ type: 'beat' });
