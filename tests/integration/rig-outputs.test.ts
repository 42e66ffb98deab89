/** Light, buzzer and buttons through Johnny-Five's own classes, on the virtual board. */
import { afterEach, describe, expect, it } from 'vitest';
import type { OutputPins } from '../../src/rig/messages.ts';
import type { VirtualBoard } from '../../src/sim/virtual-board.ts';
import { type Bench, startBench, until } from './rig-support.ts';

const PINS: OutputPins = { ledPin: 12, buzzerPin: 8, tareButtonPin: 2, undoButtonPin: 3 };
const benches: Bench[] = [];
afterEach(async () => {
  for (const made of benches.splice(0)) await made.close();
});

async function bench(outputs: OutputPins = PINS): Promise<Bench> {
  const made = await startBench({ config: { outputs } });
  benches.push(made);
  await until(() => made.health()?.state === 'ok' || made.health()?.state === 'degraded', 'the board is up');
  return made;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How often a pin changes in a while. */
async function changesOf(board: VirtualBoard, pin: number, whileMs: number): Promise<number> {
  let changes = 0;
  let last = board.pins.values[pin];
  for (const startMs = performance.now(); performance.now() - startMs < whileMs; ) {
    await new Promise(setImmediate);
    if (board.pins.values[pin] !== last) changes++;
    last = board.pins.values[pin];
  }
  return changes;
}

describe('the status light', () => {
  it('is dark at first, lit at lockout, and dark when the session ends', async () => {
    const { board, session } = await bench();
    expect(board.pins.values[12]).toBe(0);
    session.show('lockout', null);
    await until(() => board.pins.values[12] === 1, 'lit');
    expect(await changesOf(board, 12, 300), 'steadily').toBe(0);
    session.show('off', null);
    await until(() => board.pins.values[12] === 0, 'dark');
    session.show('lockout', null);
    await until(() => board.pins.values[12] === 1, 'lit again');
    await session.stop();
    await until(() => board.pins.values[12] === 0, 'dark at the end');
  });

  it('blinks faster for trouble than for ready, and flickers when the hold is met', async () => {
    const { board, session } = await bench();
    const changes: number[] = [];
    for (const light of ['ready', 'trouble', 'held'] as const) {
      session.show(light, null);
      await until(() => board.pins.values[12] === 1, light);
      changes.push(await changesOf(board, 12, 1_200));
    }
    const [ready, trouble, held] = changes as [number, number, number];
    expect(ready).toBeLessThan(trouble);
    expect(trouble).toBeLessThan(held);
  });

  it('on a pin with PWM is lit fully', async () => {
    const { board, session } = await bench({ ...PINS, ledPin: 9 });
    session.show('lockout', null);
    await until(() => board.pins.values[9] === 255, 'lit');
  });
});

/** A tenth of a second without a change; the notes take longer on a busy machine. */
const isOver = (board: VirtualBoard) => expect.poll(() => changesOf(board, 8, 100)).toBe(0);

describe('the buzzer', () => {
  it('sounds, falls silent with its pin low, and no reading is lost meanwhile', async () => {
    const made = await bench();
    for (const sound of ['lockout', 'hold-met', 'set-done', 'accepted', 'refused'] as const) {
      made.session.show('ready', sound);
      expect(await changesOf(made.board, 8, 700), sound).toBeGreaterThan(10);
      await isOver(made.board);
      expect(made.board.pins.values[8]).toBe(0);
    }
    for (const slot of [0, 1]) {
      const values = made.samples.filter((each) => each.slot === slot).map(({ raw }) => raw);
      expect(values).toEqual(values.map((_, n) => 1000 * slot + n));
    }
  });

  it('plays the newer of two sounds', async () => {
    const { board, session } = await bench();
    session.show('ready', 'refused');
    await wait(50);
    session.show('ready', 'lockout');
    await isOver(board);
    expect(await changesOf(board, 8, 300), 'the second note of the first sound does not come').toBe(0);
  });
});

describe('a button', () => {
  it.each([
    ['tare', 2],
    ['undo', 3],
  ] as const)('%s: a press of a finger counts once', async (button, pin) => {
    const made = await bench();
    for (let press = 1; press <= 2; press++) {
      made.board.setInput(pin, 0);
      await until(() => made.pressed.length === press, 'pressed');
      await wait(700);
      made.board.setInput(pin, 1);
      await wait(60);
    }
    expect(made.pressed).toEqual([button, button]);
  });

  it('does not count while it bounces, nor a touch of 20 ms', async () => {
    const made = await bench();
    for (let bounce = 0; bounce < 5; bounce++) {
      made.board.setInput(2, 0);
      await wait(15);
      made.board.setInput(2, 1);
      await wait(10);
    }
    await wait(200);
    expect(made.pressed).toEqual([]);
  });

  it('is not pressed by a damaged report: the board is asked again', async () => {
    const made = await bench();
    // Port 0 with pin 2 low, which the board never said.
    made.board.emit('data', Uint8Array.from([0x90, 0b0111_1000, 0x01]));
    await wait(300);
    expect(made.pressed).toEqual([]);
    made.board.setInput(2, 0);
    await until(() => made.pressed.length === 1, 'the next real press counts');
  });
});

it('after the board restarted by itself, light and buttons work again', async () => {
  const made = await bench();
  made.session.show('lockout', null);
  await until(() => made.board.pins.values[12] === 1, 'lit');
  made.board.setFault('reset', true);
  await until(() => made.board.pins.values[12] === 0, 'a new board is dark');
  await until(() => made.board.pins.values[12] === 1, 'lit again');
  made.board.setInput(2, 0);
  await until(() => made.pressed.length === 1, 'pressed');
});

it('a pin that the board does not have is named, and the rest works', async () => {
  const made = await bench({ ...PINS, buzzerPin: 45, ledPin: 0 });
  await until(() => made.health()?.state === 'degraded', 'degraded');
  expect(made.health()?.reason).toBe(
    'The status light is configured on pin 0, which this board cannot use for it. ' +
      'The buzzer is configured on pin 45, which this board cannot use for it.',
  );
  made.session.show('lockout', 'lockout');
  made.board.setInput(2, 0);
  await until(() => made.pressed.length === 1, 'pressed');
  expect(made.samples.length).toBeGreaterThan(0);
});
