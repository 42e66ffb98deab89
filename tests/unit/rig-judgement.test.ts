import { describe, expect, it } from 'vitest';
import { Backoff } from '../../src/common/backoff.ts';
import { boardReasonText } from '../../src/contracts/board-reasons.ts';
import { DelayWatch } from '../../src/rig/delay-watch.ts';
import type { LinkCounters, SlotCounters } from '../../src/rig/messages.ts';
import { explainOpenError } from '../../src/rig/serial-ports.ts';
import { WireQuality } from '../../src/rig/wire-quality.ts';
import { deviceFault, sensorReason } from '../../src/rig/words.ts';

describe('the delay watch', () => {
  /** 80 samples a second whose arrival is `delayMs(i)` late. */
  function watch(samples: number, delayMs: (i: number) => number, startAtUs = 0, clockFactor = 1) {
    const delays = new DelayWatch();
    for (let i = 0; i < samples; i++) {
      const atUs = (startAtUs + Math.round(i * 12_500 * clockFactor)) >>> 0;
      delays.observe(atUs, 1_700_000_000_000 + i * 12.5 + delayMs(i));
    }
    return delays;
  }

  it('finds no sample late on a steady line, whatever the constant delay', () => {
    expect(watch(1000, () => 37).late).toBe(0);
  });

  it('counts the late ones and keeps the worst', () => {
    const delays = watch(1000, (i) => (i === 500 || i === 700 ? 80 : 2));
    expect(delays.late).toBe(2);
    expect(delays.worstMs).toBeCloseTo(78, 3);
  });

  it("takes the wrap of the board's clock in its stride", () => {
    expect(watch(1000, () => 0, 2 ** 32 - 5_000_000).late).toBe(0);
  });

  it.each([0.995, 1.005])('takes no drifting resonator (clock ×%d) for lateness', (factor) => {
    expect(watch(80 * 120, () => 1, 0, factor).late).toBe(0);
  });
});

describe('the wire quality', () => {
  const link = (framesReceived: number, framesBadCrc: number) =>
    ({ framesReceived, framesBadCrc, framesBadLength: 0, parserFaults: 0 }) as LinkCounters;
  const lost = (samplesLost: number) => [{ samplesLost } as SlotCounters];

  it('is content with one damaged frame in fifty', () => {
    const quality = new WireQuality();
    quality.judge(0, link(0, 0), lost(0));
    expect(quality.judge(500, link(65, 1), lost(1))).toBeNull();
  });

  it('says what share is damaged, counting a frame that is both corrupt and lost once, and forgets it after a while', () => {
    const quality = new WireQuality();
    quality.judge(0, link(0, 0), lost(0));
    expect(quality.judge(500, link(45, 5), lost(5))).toEqual({ kind: 'wire-bad', params: { badPercent: 10 } });
    expect(quality.judge(2000, link(400, 5), lost(5))).toMatchObject({ params: { badPercent: 10 } });
    expect(quality.judge(3000, link(600, 5), lost(5))).toBeNull();
  });
});

describe('the backoff', () => {
  it('doubles from a quarter second to five seconds, and begins again', () => {
    const backoff = new Backoff({ firstMs: 250, longestMs: 5000 });
    expect(Array.from({ length: 7 }, () => backoff.next())).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    backoff.reset();
    expect(backoff.next()).toBe(250);
  });
});

describe('the words for what is wrong', () => {
  it('name the sensor, its pins and the next step', () => {
    const sensor = {
      slot: 0,
      role: 'load',
      kind: 'hx711',
      rateHz: 80,
      gain: 128,
      pinA: 4,
      pinB: 5,
      address: 0,
    } as const;
    expect(boardReasonText(sensorReason(sensor, deviceFault(1)))).toBe(
      'The load cell (HX711, pins 4 and 5) does not answer: check its wiring and its power.',
    );
    expect(deviceFault(99)).toBe('failed');
  });

  // The messages of serialport 13 on Linux, macOS and Windows.
  it.each([
    ['Error: Permission denied, cannot open /dev/ttyACM0', /usermod -aG dialout/],
    ['Error: Error Resource temporarily unavailable Cannot lock port', /in use by another program/],
    ['Opening COM3: Access denied', /No rights/],
    ['Error: No such file or directory, cannot open /dev/ttyACM0', /No board at \/dev\/ttyACM0/],
    ['something new', /can't be opened: something new/],
  ])('explain "%s"', async (text, words) => {
    expect((await explainOpenError('/dev/ttyACM0', new Error(text))).message).toMatch(words);
  });

  it('are not misled by the name of the port', async () => {
    const error = new Error('Error: No such file or directory, cannot open /dev/busy-permission denied');
    expect((await explainOpenError('/dev/busy-permission denied', error)).message).toMatch(/^No board at/);
  });
});
