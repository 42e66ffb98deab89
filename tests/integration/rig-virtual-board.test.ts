import { afterEach, describe, expect, it } from 'vitest';
import { decodeBody, encodeFrame, type Message } from '../../firmware-bridge/codec.ts';
import { ACK_RESULTS, LIMITS, SENSOR_KINDS } from '../../firmware-bridge/protocol.ts';
import { StreamScanner } from '../../firmware-bridge/scanner.ts';
import { VirtualBoard } from '../../src/sim/virtual-board.ts';
import { countingSensor, until } from './rig-support.ts';

const boards: VirtualBoard[] = [];
afterEach(() => Promise.all(boards.splice(0).map((board) => board.close())));

/** A virtual board heard byte by byte, without Firmata. */
async function listen() {
  const board = new VirtualBoard({ createSensor: countingSensor });
  boards.push(board);
  const scanner = new StreamScanner('device');
  const commands: number[] = [];
  const heard: Message[] = [];
  board.on('data', (bytes: Uint8Array) =>
    scanner.push(bytes, ({ command, data: [id = 0, ...body] }) => {
      commands.push(command);
      const message = decodeBody(id, body);
      if (command === 0xf0 && message.ok) heard.push(message);
    }),
  );
  board.start();
  await until(() => heard.length > 0, 'the first STATUS');
  const named = <N extends Message['name']>(name: N) =>
    heard.filter((message): message is Extract<Message, { name: N }> => message.name === name);
  return { board, commands, named, discarded: () => scanner.bytesDiscarded };
}

const command = { seq: 1, slot: 0, kind: SENSOR_KINDS.hx711, rateHz: 80, gain: 128, pinA: 4, pinB: 5, address: 0 };

describe('the virtual board', () => {
  it('announces itself as the firmware does: version, name, then its heartbeat', async () => {
    const { commands, named, discarded } = await listen();
    expect(commands.slice(0, 3)).toEqual([0xf9, 0xf0, 0xf0]);
    await until(() => named('STATUS').length >= 3, 'three heartbeats');
    const [first, , third] = named('STATUS').map(({ fields }) => fields);
    expect(third!.seq - first!.seq).toBe(2);
    expect(third!.uptimeMs - first!.uptimeMs).toBeGreaterThan(1.8 * LIMITS.deviceHeartbeatPeriodMs);
    expect(discarded()).toBe(0);
  });

  it('sends samples only while its host lives, and marks the gap', async () => {
    const { board, named } = await listen();
    board.write(encodeFrame('CONFIGURE', command));
    await until(() => named('ACK').length === 1, 'the acknowledgement');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(named('SAMPLE')).toEqual([]);
    board.write(encodeFrame('HEARTBEAT', { seq: 2 }));
    await until(() => named('SAMPLE').length > 0, 'samples');
    expect(named('SAMPLE')[0]!.fields).toMatchObject({ seq: 0, flags: 32 });
    await new Promise((resolve) => setTimeout(resolve, LIMITS.hostSilenceMs + 200));
    const count = named('SAMPLE').length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(named('SAMPLE').length).toBe(count);
  });

  it.each([
    ['a slot that it does not have', { slot: 9 }, ACK_RESULTS.badSlot],
    ['no sensor, which frees the slot', { kind: SENSOR_KINDS.none }, ACK_RESULTS.ok],
  ])('answers a command for %s', async (_, change, result) => {
    const { board, named } = await listen();
    board.write(encodeFrame('CONFIGURE', { ...command, ...change, seq: 77 }));
    await until(() => named('ACK').length === 1, 'the acknowledgement');
    expect(named('ACK')[0]!.fields).toEqual({ seq: 77, message: 8, result });
  });

  it('takes the repeat of a command for what it is: the sensor runs on', async () => {
    const { board, named } = await listen();
    board.write(encodeFrame('HEARTBEAT', { seq: 1 }));
    board.write(encodeFrame('CONFIGURE', command));
    await until(() => named('SAMPLE').length > 5, 'samples');
    board.write(encodeFrame('HEARTBEAT', { seq: 3 }));
    board.write(encodeFrame('CONFIGURE', { ...command, seq: 2 }));
    await until(() => named('SAMPLE').length > 15, 'more samples');
    const seqs = named('SAMPLE').map(({ fields }) => fields.seq);
    expect(seqs).toEqual(seqs.map((_, n) => n));
  });

  it('counts what of its host it could not read, and tells it in its heartbeat', async () => {
    const { board, named } = await listen();
    const damaged = encodeFrame('HEARTBEAT', { seq: 1 });
    damaged[2]! ^= 1;
    board.write(damaged);
    board.write(Uint8Array.of(0xf0, 0x55, 0xf7)); // a sysex that no one knows
    board.write(encodeFrame('QUERY', { seq: 5 }));
    await until(() => named('ACK').length === 1, 'the acknowledgement');
    await until(() => named('STATUS').at(-1)!.fields.framesCorrupt === 1, 'STATUS');
    expect(named('STATUS').at(-1)!.fields.framesUnknown).toBe(1);
  });
});
