/** A virtual board with plain sensors, and a session on it that goes through the real Firmata and Johnny-Five. */
import { SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import type {
  BoardConfig,
  BoardHealth,
  BoardStatus,
  ChildMessage,
  RawSample,
  SensorReport,
} from '../../src/rig/messages.ts';
import { BoardSession } from '../../src/rig/session.ts';
import { VirtualBoard, type VirtualBoardOptions } from '../../src/sim/virtual-board.ts';
import type { CreateSensor } from '../../src/sim/virtual-slots.ts';

export const loadCell = {
  slot: 0,
  role: 'load',
  kind: 'hx711',
  rateHz: 80,
  gain: 128,
  pinA: 4,
  pinB: 5,
  address: 0,
} as const;
export const rangefinder = {
  slot: 1,
  role: 'distance',
  kind: 'vl53l1x',
  rateHz: 50,
  gain: 0,
  pinA: 255,
  pinB: 255,
  address: 0,
} as const;

export const boardConfig = (more: Partial<BoardConfig> = {}): BoardConfig => ({
  bayId: 'bay-1',
  port: 'simulated',
  baud: 250_000,
  sensors: [loadCell, rangefinder],
  simulator: {
    seed: 1,
    massKg: 80,
    forceMount: 'bar',
    looks: 'up',
    zeroMm: 0,
    zeroCounts: 0,
    countsPerN: 400,
    timeScale: 1,
  },
  ...more,
});

const FLAG_OF: Record<string, number> = {
  saturated: SAMPLE_FLAGS.saturated,
  blind: SAMPLE_FLAGS.outOfRange,
  timeout: SAMPLE_FLAGS.timeout,
  desync: SAMPLE_FLAGS.desync,
  i2cError: SAMPLE_FLAGS.i2cError,
};

/** Reading number n has the value 1000 × slot + n, so that a test sees every value once and in order. */
export const countingSensor: CreateSensor = ({ slot, rateHz }, nowS) => {
  const periodUs = 1e6 / rateHz;
  const firstUs = nowS * 1e6 + periodUs;
  const faults = new Set<string>();
  let n = 0;
  return {
    peekAtUs: () => firstUs + n * periodUs,
    next: () => {
      const atUs = firstUs + n * periodUs;
      const raw = faults.has('frozen') ? 7 : 1000 * slot + n;
      n++;
      let flags = 0;
      for (const fault of faults) flags |= FLAG_OF[fault] ?? 0;
      return { atUs, raw, flags, missing: faults.has('silent') };
    },
    setFault: (fault, on) => void (on ? faults.add(fault) : faults.delete(fault)),
  };
};

export interface Bench {
  board: VirtualBoard;
  session: BoardSession;
  samples: RawSample[];
  states: BoardHealth[];
  reports: SensorReport[];
  logs: string[];
  pressed: string[];
  status(): BoardStatus | undefined;
  health(): BoardHealth | undefined;
  isGone(): boolean;
  close(): Promise<void>;
}

export async function startBench(
  options: {
    board?: Partial<VirtualBoardOptions>;
    config?: Partial<BoardConfig>;
    prepare?: (board: VirtualBoard) => void;
  } = {},
): Promise<Bench> {
  const board = new VirtualBoard({ createSensor: countingSensor, ...options.board });
  options.prepare?.(board);
  const samples: RawSample[] = [];
  const states: BoardHealth[] = [];
  const reports: SensorReport[] = [];
  const logs: string[] = [];
  const pressed: string[] = [];
  let status: BoardStatus | undefined;
  let isGone = false;
  const send = (message: ChildMessage) => {
    if (message.type === 'samples') samples.push(...message.samples);
    else if (message.type === 'state')
      states.push({ state: message.state, reasons: message.reasons, reason: message.reason });
    else if (message.type === 'sensor') reports.push(message);
    else if (message.type === 'status') status = structuredClone(message);
    else if (message.type === 'log') logs.push(message.text);
    else if (message.type === 'button') pressed.push(message.button);
  };
  const session = new BoardSession({
    config: boardConfig(options.config),
    epoch: 1,
    open: async () => board,
    send,
    onGone: () => {
      isGone = true;
    },
  });
  await session.start();
  return {
    board,
    session,
    samples,
    states,
    reports,
    logs,
    pressed,
    status: () => status,
    health: () => states.at(-1),
    isGone: () => isGone,
    close: () => session.stop(),
  };
}

/** Waits until `holds`, and answers after how many milliseconds that was; fails with `what` after `withinMs`. */
export async function until(holds: () => boolean, what: string, withinMs = 30_000): Promise<number> {
  const startMs = performance.now();
  while (!holds()) {
    if (performance.now() - startMs > withinMs) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - startMs;
}
