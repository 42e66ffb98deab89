import { once } from 'node:events';
import five from 'johnny-five';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeFrame } from '../../firmware-bridge/codec.ts';
import { RESET_CAUSES, SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import { createBoard, createIo } from '../../src/rig/johnny-five.ts';
import { BoardSession } from '../../src/rig/session.ts';
import { VirtualBoard } from '../../src/sim/virtual-board.ts';
import { type Bench, boardConfig, countingSensor, loadCell, rangefinder, startBench, until } from './rig-support.ts';

const benches: Bench[] = [];
async function bench(...options: Parameters<typeof startBench>): Promise<Bench> {
  const made = await startBench(...options);
  benches.push(made);
  return made;
}
afterEach(async () => {
  for (const made of benches.splice(0)) await made.close();
});

const isOk = ({ health }: Bench) => health()?.state === 'ok';
const rawOf = ({ samples }: Bench, slot: number) => samples.filter((each) => each.slot === slot).map(({ raw }) => raw);

describe('a session through Firmata and Johnny-Five', () => {
  it('delivers every reading of both sensors once and in order', async () => {
    const made = await bench();
    await until(() => rawOf(made, 0).length >= 100 && rawOf(made, 1).length >= 60, 'a hundred readings');
    for (const slot of [0, 1]) {
      const values = rawOf(made, slot);
      expect(values).toEqual(values.map((_, n) => 1000 * slot + n));
    }
    expect(made.health()).toEqual({ state: 'ok', reasons: [], reason: '' });
    expect(
      made.status()?.slots.every(({ samplesLost, samplesDuplicated }) => samplesLost + samplesDuplicated === 0),
    ).toBe(true);
    expect(made.status()?.firmware).toBe('Lockout 1.0');
  });

  it("stamps samples with the board's own clock, which may wrap in mid-stream", async () => {
    const made = await bench({ board: { startAtUs: 2 ** 32 - 400_000 }, config: { sensors: [loadCell] } });
    await until(() => made.samples.length >= 80, 'a second of readings');
    const steps = made.samples.slice(1).map(({ atUs }, i) => (atUs - made.samples[i]!.atUs) >>> 0);
    expect(made.samples.some(({ atUs }) => atUs > 4e9) && made.samples.some(({ atUs }) => atUs < 2e6)).toBe(true);
    expect(Math.max(...steps)).toBeLessThanOrEqual(12_501);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(12_499);
    expect(new Set(made.samples.map(({ epoch }) => epoch))).toEqual(new Set([1]));
  });

  it('configures its sensors again when the board restarts, and marks the new clock by a new epoch', async () => {
    const made = await bench();
    await until(() => made.samples.length > 50, 'samples');
    made.board.setFault('reset', true);
    await until(() => made.samples.some(({ epoch }) => epoch === 2), 'samples of the new epoch');
    // It is said for two seconds, however late anybody looks.
    const isTold = () => made.states.some(({ reason }) => /restarted by itself \(watchdog\)/.test(reason));
    await until(() => isTold() && isOk(made), 'degraded for a while, and ok again');
    const reborn = made.samples.filter(({ epoch, slot }) => epoch === 2 && slot === 0);
    expect(reborn[0]!.raw).toBe(0);
    expect(reborn[0]!.atUs).toBeLessThan(5_000_000);
    expect(made.status()?.slots[0]?.samplesLost).toBe(0);
  });

  it.each([
    ['its sequence begins again', 0, RESET_CAUSES.powerOn],
    ['its reset has another cause', 100, RESET_CAUSES.watchdog],
  ])('sees a restart in the first instants, when the uptime has not gone back: %s', async (_, seq, resetCause) => {
    const made = await bench();
    await until(() => isOk(made), 'ok');
    const device = made.status()!.device!;
    made.board.emit('data', encodeFrame('STATUS', { ...device, uptimeMs: device.uptimeMs + 1, seq, resetCause }));
    await until(() => made.samples.some(({ epoch }) => epoch === 2), 'samples of the new epoch');
    expect(made.logs.at(-1)).toMatch(/restarted by itself/);
  });

  it('waits for a port that is not there yet, and says so', async () => {
    const states: string[] = [];
    let tries = 0;
    const board = new VirtualBoard({ createSensor: countingSensor });
    const session = new BoardSession({
      config: boardConfig(),
      epoch: 1,
      open: async () => {
        if (++tries < 3) throw new Error('No board at /dev/ttyACM0.');
        return board;
      },
      send: (message) => message.type === 'state' && states.push(`${message.state}: ${message.reason}`),
      onGone: () => {},
    });
    await session.start();
    await until(() => states.includes('ok: '), 'ok');
    expect(states).toContain('lost: No board at /dev/ttyACM0.');
    await session.stop();
  });

  it('stops at once while it waits for a port', async () => {
    const session = new BoardSession({
      config: boardConfig(),
      epoch: 1,
      open: () => Promise.reject(new Error('No board.')),
      send: () => {},
      onGone: () => {},
    });
    const started = session.start();
    await session.stop();
    await started;
  });

  it('runs several boards in one process, although Firmata has one sysex table for all', async () => {
    const [one, two] = await Promise.all([
      bench({ config: { sensors: [loadCell] } }),
      bench({ config: { sensors: [{ ...rangefinder, slot: 2 }] } }),
    ]);
    await until(() => one.samples.length > 20 && two.samples.length > 20, 'samples of both');
    expect(new Set(one.samples.map(({ slot }) => slot))).toEqual(new Set([0]));
    expect(new Set(two.samples.map(({ slot }) => slot))).toEqual(new Set([2]));
  });

  it("drives Johnny-Five's own Led and Button on the same board", async () => {
    const board = new VirtualBoard({ createSensor: countingSensor });
    const io = createIo(board);
    const johnny = createBoard(io);
    board.start();
    await once(johnny as never, 'ready');
    const led = new five.Led({ pin: 13, board: johnny } as never);
    led.on();
    await until(() => board.pins.values[13] === 1, 'the lamp is lit');
    led.off();
    await until(() => board.pins.values[13] === 0, 'the lamp is off');
    const button = new five.Button({ pin: 2, board: johnny, holdtime: 60_000 } as never);
    let presses = 0;
    button.on('press', () => presses++);
    await new Promise((resolve) => setTimeout(resolve, 50));
    board.setInput(2, 1);
    await until(() => presses === 1, 'the button is seen');
    await board.close();
  });
});

describe('a sensor that goes wrong', () => {
  it.each([
    ['silent', 0, /load cell \(HX711, pins 4 and 5\) stopped sending: check its wiring/],
    ['silent', 1, /distance sensor \(VL53L1X, I²C\) stopped sending/],
    ['frozen', 0, /load cell .* repeats one value/],
    ['saturated', 0, /load cell .* reads full scale/],
    ['blind', 1, /distance sensor .* sees nothing in its range/],
    ['timeout', 0, /load cell .* stopped delivering/],
    ['desync', 0, /load cell .* gives garbled readings/],
    ['i2cError', 1, /distance sensor .* refuses its commands: check SDA and SCL/],
  ])('%s in slot %d: degraded with the reason, the other goes on, and it comes back', async (fault, slot, words) => {
    const made = await bench();
    await until(() => isOk(made), 'ok');
    made.board.setSensorFault(fault, true, slot);
    await until(() => made.health()?.state === 'degraded', 'degraded');
    expect(made.health()?.reason).toMatch(words);
    expect(made.reports.at(-1)).toMatchObject({ slot, state: 'failed' });
    const before = rawOf(made, 1 - slot).length;
    await until(() => rawOf(made, 1 - slot).length > before + 20, 'the other sensor goes on');
    made.board.setSensorFault(fault, false, slot);
    await until(() => isOk(made), 'ok again');
    expect(made.reports.at(-1)).toMatchObject({ slot, state: 'ok', reason: null });
  });

  it('is named as the board reports it', async () => {
    const made = await bench();
    await until(() => isOk(made), 'ok');
    made.board.setFault('failSensor', true, 1);
    await until(() => made.health()?.state === 'degraded', 'degraded');
    expect(made.health()?.reason).toBe(
      'The distance sensor (VL53L1X, I²C) does not answer: check its wiring and its power.',
    );
    made.board.setFault('failSensor', false, 1);
    await until(() => isOk(made), 'ok again');
    expect(made.samples.some(({ slot, flags }) => slot === 1 && flags & SAMPLE_FLAGS.afterGap)).toBe(true);
  });

  it('counts what got lost on the way', async () => {
    const made = await bench({ config: { sensors: [loadCell] } });
    await until(() => isOk(made), 'ok');
    made.board.setSensorFault('silent', true);
    await new Promise((resolve) => setTimeout(resolve, 200));
    made.board.setSensorFault('silent', false);
    await until(() => (made.status()?.slots[0]?.samplesLost ?? 0) > 0, 'lost samples counted');
    await until(() => made.samples.length > 60, 'samples');
    await until(() => (made.status()?.slots[0]?.samplesReceived ?? 0) >= made.samples.length - 20, 'a fresh status');
    expect(made.samples.length + made.status()!.slots[0]!.samplesLost).toBe(made.samples.at(-1)!.seq + 1);
  });

  it('of a kind that the board does not know is refused in words, and the other one works', async () => {
    const createSensor: typeof countingSensor = (command, nowS) =>
      command.slot === 0 ? null : countingSensor(command, nowS);
    const made = await bench({ board: { createSensor } });
    await until(() => made.health()?.state === 'degraded', 'degraded');
    expect(made.health()?.reason).toMatch(/load cell .* is not supported by this firmware: run `npx lockout flash`/);
    await until(() => rawOf(made, 1).length > 10, 'the other one works');
  });
});
