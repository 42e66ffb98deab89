/**
 * `npm run firmware:measure`: worst pass of the loop and CPU share of the shipped firmware, in the emulator, for the sets of
 * sensors that matter. PROTOCOL.md quotes its output.
 */
import { Board, type BoardName, Hcsr04, Host, Hx711, Nau7802, Vl53l0x, Vl53l1x } from './harness/index.ts';

const SECONDS = 5;
const force = (timeS: number) => 800_000 + 150_000 * Math.sin(2.5 * timeS);
const height = (timeS: number) => 500 + 250 * Math.sin(2.5 * timeS);

const cell = (board: Board, host: Host, slot: number, pin: number) => {
  new Hx711(board, { data: pin, clock: pin + 1, value: force, noise: 60, seed: slot, clockPpm: 9000 * slot });
  host.configure({ slot, kind: 'hx711', rateHz: 80, pinA: pin, pinB: pin + 1 });
};
const nau = (board: Board, host: Host) => {
  new Nau7802(board, { value: force, noise: 60 });
  host.configure({ slot: 0, kind: 'nau7802', rateHz: 320 });
};
const tof = (board: Board, host: Host) => {
  new Vl53l1x(board, { value: height, noise: 3, clockPpm: 10_000 });
  host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
};

type Wire = (board: Board, host: Host) => void;

const left: Wire = (board, host) => cell(board, host, 0, 10);
const right: Wire = (board, host) => cell(board, host, 2, 12);
const shortTof: Wire = (board, host) => {
  new Vl53l0x(board, { value: height, noise: 3 });
  host.configure({ slot: 1, kind: 'vl53l0x', rateHz: 50 });
};
const sonar: Wire = (board, host) => {
  new Hcsr04(board, { trigger: 7, echo: 8, value: height });
  host.configure({ slot: 1, kind: 'hcsr04', rateHz: 16, pinA: 8, pinB: 7 });
};

const SETS: Record<string, Wire[]> = {
  none: [],
  'HX711 80 SPS': [left],
  'HX711 80 SPS + VL53L1X 50 Hz': [left, tof],
  'two HX711 80 SPS + VL53L1X 50 Hz': [left, right, tof],
  'NAU7802 320 SPS': [nau],
  'NAU7802 320 SPS + VL53L1X 50 Hz': [nau, tof],
  'HX711 80 SPS + VL53L0X 50 Hz': [left, shortTof],
  'HX711 80 SPS + HC-SR04 16 Hz': [left, sonar],
};

/** Worst pass in µs over all STATUS frames, and the awake share of the last seconds. */
export function measure(name: BoardName, wires: Wire[]): { worstUs: number; cpuShare: number } {
  const board = new Board({ name });
  const host = new Host(board);
  board.runMs(50);
  for (const wire of wires) wire(board, host);
  board.runMs(2000);
  const [cycles, asleep] = [board.cycles, board.chip.asleepCycles];
  board.runMs(SECONDS * 1000);
  const worstUs = Math.max(...host.all('STATUS').map((status) => status.fields.loopWorstUs));
  return { worstUs, cpuShare: 1 - (board.chip.asleepCycles - asleep) / (board.cycles - cycles) };
}

if (process.argv[1]?.endsWith('firmware-bridge/measure.js')) {
  for (const name of ['uno', 'mega'] as const) {
    console.log(`| ${name} | worst pass | CPU |\n|---|---|---|`);
    for (const [label, wires] of Object.entries(SETS)) {
      const { worstUs, cpuShare } = measure(name, wires);
      console.log(`| ${label} | ${worstUs} µs | ${Math.round(cpuShare * 100)} % |`);
    }
  }
}
