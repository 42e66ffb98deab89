/**
 * A card reader that types, as a Linux input device. A named pipe takes the place of the device: it gives the same bytes, but
 * can't be grabbed, as the kernel says by ENOTTY.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, type WriteStream, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readerReasonText } from '../../src/contracts/reader-reasons.ts';
import { HotPlugReader } from '../../src/readers/hot-plug-reader.ts';
import { createReader, type Reader } from '../../src/readers/index.ts';
import { driveInputDevice } from '../../src/readers/input-device.ts';
import { eventBytes } from '../../src/readers/key-events.ts';
import { keyEventBytes } from '../../src/sim/card-readers.ts';

const within = { timeout: 30_000, interval: 10 };
const hasPython = spawnSync('python3', ['--version']).error === undefined;
const size = eventBytes(process.arch);

function makeDevice() {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-input-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'event-kbd');
  execFileSync('mkfifo', [path]);
  let keyboard: WriteStream | undefined;
  onTestFinished(() => void keyboard?.destroy());
  return {
    path,
    /** Opening a named pipe for writing waits for a reader. */
    plugIn: () => {
      keyboard = createWriteStream(path);
    },
    type: (text: string) => keyboard!.write(keyEventBytes(text, size)),
    unplug: () => keyboard!.end(),
  };
}

function start(reader: Reader) {
  const taps: string[] = [];
  reader.on('tap', ({ uidHex }) => taps.push(uidHex));
  onTestFinished(() => reader.stop());
  reader.start();
  const isIn = (state: string) => vi.waitFor(() => expect(reader.health.state).toBe(state), within);
  return { taps, isIn };
}

describe.skipIf(process.platform !== 'linux')('a reader that types', () => {
  test.skipIf(!hasPython)(
    'reads cards, says that its keys reach the desktop, is unplugged and comes back',
    async () => {
      const device = makeDevice();
      const reader = createReader(
        { kind: 'input-device', port: device.path, baud: 9_600, format: 'auto' },
        { openSerial: () => Promise.reject(new Error('not a serial reader')), boardPorts: [] },
      );
      const { taps, isIn } = start(reader);
      device.plugIn();
      await isIn('ok');
      expect(reader.health.reasons).toMatchObject([{ kind: 'reader-shared', params: { reason: 'shared ENOTTY' } }]);
      device.type('1947219860\n');
      await vi.waitFor(() => expect(taps).toEqual(['74103794']), within);
      device.type('7410q3794\n');
      await vi.waitFor(() => expect(reader.counters.garbage).toBe(1), within);
      device.unplug();
      await isIn('lost');
      expect(reader.health.reasons).toMatchObject([{ kind: 'reader-unplugged' }]);
      device.plugIn();
      await isIn('ok');
      device.type('04A2B3C4D5E680\n');
      await vi.waitFor(() => expect(taps).toEqual(['74103794', '04A2B3C4D5E680']), within);
    },
  );

  test('without Python it reads all the same, and says that it shares the keys', async () => {
    const device = makeDevice();
    const reader = new HotPlugReader('keyboard', driveInputDevice(device.path, 'hex', 'no-such-python'));
    const { taps, isIn } = start(reader);
    device.plugIn();
    await isIn('ok');
    expect(reader.health.reasons).toMatchObject([
      { kind: 'reader-shared', params: { reason: 'no-such-python is not installed' } },
    ]);
    device.type('74103794\n');
    await vi.waitFor(() => expect(taps).toEqual(['74103794']), within);
  });

  test.each([
    ['exclusive', 'ok', { reasons: [] }],
    ['shared EBUSY', 'lost', { reasons: [{ kind: 'reader-in-use', params: { port: expect.any(String) } }] }],
  ])('what the one who grabs it says: %s', async (line, state, health) => {
    const { path } = makeDevice();
    const grabber = join(dirname(path), 'grabber');
    writeFileSync(grabber, `#!/bin/sh\necho '${line}' >&2\nexec sleep 60\n`, { mode: 0o755 });
    const reader = new HotPlugReader('keyboard', driveInputDevice(path, 'auto', grabber));
    const { isIn } = start(reader);
    await isIn(state);
    expect(reader.health).toMatchObject(health);
  });

  test('a device that is not there is told', async () => {
    const reader = new HotPlugReader('keyboard', driveInputDevice('/dev/input/by-id/no-such-event-kbd', 'auto'));
    const { isIn } = start(reader);
    await isIn('lost');
    expect(reader.health.reasons.map(readerReasonText)).toEqual([
      expect.stringMatching(/No card reader at .*no-such-event-kbd: plug it in/),
    ]);
  });
});
