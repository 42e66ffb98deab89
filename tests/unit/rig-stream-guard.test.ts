import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from '../../firmware-bridge/codec.ts';
import { createIo } from '../../src/rig/johnny-five.ts';
import { Link } from '../../src/rig/link.ts';
import { noLinkCounters } from '../../src/rig/messages.ts';
import { StreamGuard } from '../../src/rig/stream-guard.ts';
import type { Transport } from '../../src/rig/transport.ts';

/** A port that never opens, whose bytes the test sends itself. */
class QuietPort extends EventEmitter implements Transport {
  start(): void {}
  write(_: Uint8Array, done?: (error?: Error | null) => void): void {
    done?.(new Error('cable out'));
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

const version = [0xf9, 2, 6];
const sample = encodeFrame('SAMPLE', { slot: 0, seq: 1, atUs: 1, raw: 1, flags: 0 });

function setUp() {
  const counters = noLinkCounters();
  const port = new QuietPort();
  const guard = new StreamGuard(port, counters);
  const io = createIo(guard);
  clearTimeout(io.reportVersionTimeoutId);
  guard.watch(io);
  const link = new Link(io, guard, counters, 1);
  const send = (...bytes: number[]) => port.emit('data', Uint8Array.from(bytes));
  send(...version);
  return { counters, io, link, send };
}

describe("the guard before Firmata's parser", () => {
  it.each([
    ['a pin state of a pin that does not exist', [0xf0, 0x6e, 0x7f, 1, 1, 0xf7]],
    ['a firmware report of no bytes', [0xf0, 0x79, 0xf7]],
    ['an analog mapping before any capabilities', [0xf0, 0x6a, 1, 2, 0xf7]],
  ])('survives %s, counts it, and the next frame is read', (_, bytes) => {
    const { counters, send } = setUp();
    send(...bytes);
    expect(counters.parserFaults).toBe(1);
    send(...sample);
    expect(counters.framesReceived).toBe(1);
  });

  it('bounds what an endless message holds in memory, and counts the bytes', () => {
    const { counters, io, send } = setUp();
    send(0xf0);
    for (let i = 0; i < 1000; i++) send(...new Array<number>(64).fill(1));
    expect(io.buffer.length).toBeLessThanOrEqual(2_048);
    expect(counters.parserBytesDropped).toBeGreaterThan(2_048);
    send(...sample);
    expect(counters.framesReceived).toBe(1);
  });

  it('survives any noise at all, and then reads a whole frame', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (chunks) => {
        const { counters, send } = setUp();
        for (const chunk of chunks) send(...chunk);
        const before = counters.framesReceived;
        // Firmata may take the first frame's start for the end of the noise; never more than that.
        send(0xf7, ...sample, ...sample);
        expect(counters.framesReceived).toBeGreaterThan(before);
      }),
    );
  });

  it('counts damaged frames by their kind, and what only a host may say', () => {
    const { counters, send } = setUp();
    const flipped = Uint8Array.from(sample);
    flipped[5]! ^= 1;
    send(...flipped, 0xf0, 0x01, 0x02, 0xf7);
    expect(counters).toMatchObject({ framesBadCrc: 1, framesBadLength: 1, framesReceived: 0 });
  });

  it('gives a command up after its repeats, and counts every failed write', async () => {
    const { counters, link } = setUp();
    expect(await link.command('QUERY', {})).toBe('noAnswer');
    expect(counters).toMatchObject({ commandsRetried: 2, commandsFailed: 1, writesFailed: 3 });
  });
});
