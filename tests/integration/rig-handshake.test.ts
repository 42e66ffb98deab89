import { describe, expect, it } from 'vitest';
import { encodeFrame } from '../../firmware-bridge/codec.ts';
import { SENSOR_KINDS } from '../../firmware-bridge/protocol.ts';
import { startBench, until } from './rig-support.ts';

// Side by side, since each waits for the handshake's time limit.
describe.concurrent('a port that opens, but', () => {
  it.for([
    [
      'nothing answers',
      { prepare: (board) => board.setFault('mute', true) },
      /nothing answers: is it the right port.*npx lockout flash/,
    ],
    [
      'bytes make no sense (another speed)',
      { prepare: (board) => board.setFault('garbage', true) },
      /make no sense at 250000 baud/,
    ],
    [
      'another firmware answers',
      { board: { firmwareName: 'StandardFirmata' } },
      /runs "StandardFirmata", not the Lockout firmware/,
    ],
    [
      'the firmware is of another time',
      { board: { protocolVersion: 9 } },
      /speaks protocol 9, .* run `npx lockout flash`/,
    ],
  ] as [string, Parameters<typeof startBench>[0], RegExp][])('%s', async ([, options, words]) => {
    const made = await startBench(options);
    await until(made.isGone, 'the session gives up');
    expect(made.health()?.state).toBe('lost');
    expect(made.health()?.reason).toMatch(words);
    expect(made.samples).toEqual([]);
    await made.close();
  });

  it('the board is slow to boot: it waits', async () => {
    const made = await startBench({ board: { bootMs: 2_200 } });
    await until(() => made.health()?.state === 'ok', 'ok');
    await made.close();
  });

  it('the board still has a slot of an earlier host: it is freed', async () => {
    const command = { seq: 1, slot: 3, kind: SENSOR_KINDS.hcsr04, rateHz: 16, gain: 0, pinA: 7, pinB: 8, address: 0 };
    const made = await startBench({
      // Sent before Johnny-Five is ready, as if the board had not been restarted when its port was opened.
      prepare: (board) => board.once('data', () => board.write(encodeFrame('CONFIGURE', command))),
    });
    await until(() => made.samples.length > 60, 'samples');
    expect(new Set(made.samples.map(({ slot }) => slot))).toEqual(new Set([0, 1]));
    expect(made.status()?.link.framesUnexpected).toBe(0);
    await made.close();
  });
});
