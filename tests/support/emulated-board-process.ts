/** Process of an emulated Uno with the shipped firmware: sensors that watch a simulated lifter, at the end of a TCP cable. */
import { createServer, type Socket } from 'node:net';
import { Board, EmulatedPort, Hx711, Vl53l1x } from '../../firmware-bridge/harness/index.ts';
import { createLifter } from '../../src/sim/lifter.ts';
import type { ToBench, ToBoard, Wiring } from './emulated-board.ts';

/** Longer than any test. */
const LIFE_MS = 300_000;

const { lifter: config, cells, watchedPins, buttonPins }: Wiring = JSON.parse(process.argv[2]!);
const send = (message: ToBench) => process.send!(message);
const board = new Board();
const lifter = createLifter(config);
let startS = Number.POSITIVE_INFINITY;
// The lifter waits before its first set until it is told to begin.
const liftS = (boardS: number) => Math.max(0, boardS - Math.min(startS, boardS));

for (const [index, { dataPin, clockPin, zeroCounts, countsPerN, share, clockPpm }] of cells.entries()) {
  const value = (boardS: number) => zeroCounts + countsPerN * share * lifter.forceAt(liftS(boardS));
  new Hx711(board, { data: dataPin, clock: clockPin, noise: 90, seed: 1 + index, clockPpm, value });
}
new Vl53l1x(board, {
  noise: 2,
  seed: 9,
  clockPpm: -9000,
  value: (boardS) => lifter.motionAt(liftS(boardS)).heightMm,
});
for (const pin of buttonPins) board.setPin(pin, true);
const edges = Object.fromEntries(watchedPins.map((pin) => [pin, 0]));
for (const pin of watchedPins) board.onPin(pin, () => edges[pin]!++);

const port = new EmulatedPort(board);
let cable: Socket | undefined;
port.on('data', (bytes: Buffer) => cable?.write(bytes));
const server = createServer((socket) => {
  cable = socket.setNoDelay(true);
  board.pressReset(); // opening the port pulls DTR
  socket.on('data', (bytes) => port.write(bytes));
  socket.on('error', () => {});
  socket.on('close', () => {
    if (cable === socket) cable = undefined;
  });
});
server.listen(0, '127.0.0.1', () => send({ tcpPort: (server.address() as { port: number }).port }));

process.on('message', (message: ToBoard) => {
  if (message.type === 'lift') startS = board.nowUs / 1e6;
  else if (message.type === 'level') board.setPin(message.pin, message.high);
  else {
    const pulledUp = buttonPins.filter((pin) => board.isPulledUp(pin));
    send({ look: { liftS: liftS(board.nowUs / 1e6), edges, pulledUp } });
  }
});
process.on('disconnect', () => process.exit(0));
port.start();
void port.run(LIFE_MS, { paced: true });
