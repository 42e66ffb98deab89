/** `lockout flash` as a person runs it: with real avrdude against boot loaders behind a pseudo terminal, and with a stand-in for it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseIntelHex } from '../../firmware-bridge/harness/intel-hex.ts';
import { HEX_DIRECTORY, readHex } from '../../firmware-bridge/manifest.ts';
import { chipOf, faultOf } from '../../src/app/flash/avrdude.ts';
import { firmwareFile } from '../../src/app/flash/firmware-file.ts';
import type { BootloaderOptions } from '../support/bootloader.ts';
import { flashBench } from '../support/flash-bench.ts';
import { runLockout, startStation, tempFolder } from '../support/station.ts';

const M328P: BootloaderOptions = { protocol: 'stk500v1', signature: [0x1e, 0x95, 0x0f], flashBytes: 32_768 };
const M2560: BootloaderOptions = { protocol: 'stk500v2', signature: [0x1e, 0x98, 0x01], flashBytes: 262_144 };

const has = (program: string, ...args: string[]) => spawnSync(program, args).error === undefined;
const missing = [...(has('socat', '-V') ? [] : ['socat']), ...(has('avrdude', '-?') ? [] : ['avrdude'])];
const named = (title: string) =>
  missing.length === 0 ? title : `${title} (skipped: ${missing.join(', ')} not present)`;

async function flash(args: string[], env: NodeJS.ProcessEnv = {}) {
  const command = runLockout(['flash', ...args], { folder: tempFolder(), env });
  const { code } = await command.exited;
  return { code, output: command.output() };
}

/** A folder for PATH with an `avrdude` in it that runs this body; `argv` holds its arguments. */
function standIn(body: string): { PATH: string } {
  const folder = tempFolder();
  const file = join(folder, 'avrdude');
  const start = `#!${process.execPath}\nconst argv = process.argv.slice(2);\nif (argv[0] === '-?') process.exit(0);\n`;
  writeFileSync(file, start + body);
  chmodSync(file, 0o755);
  return { PATH: `${folder}:${process.env.PATH}` };
}

/** The bytes that were written, as long as the program is. */
const programOf = (board: string) => parseIntelHex(readHex(board));

describe.skipIf(missing.length > 0)(named('lockout flash with avrdude'), () => {
  test.each([
    ['uno', M328P],
    ['nano', M328P],
    ['mega', M2560],
  ] as const)('writes the %s, whose firmware then answers', async (board, options) => {
    const { path, bootloader } = await flashBench(board, options);
    const { code, output } = await flash(['--board', board, '--port', path]);
    expect(output).toMatch(/Lockout \d+\.\d+, protocol 1 answers on /);
    expect(code).toBe(0);
    const program = programOf(board);
    expect(Buffer.from(bootloader.flash.subarray(0, program.length)).equals(Buffer.from(program))).toBe(true);
  });

  test('a dry run shows the command and writes nothing', async () => {
    const { path, bootloader } = await flashBench('uno', M328P);
    const { code, output } = await flash(['--board', 'uno', '--port', path, '--dry-run']);
    expect(code).toBe(0);
    expect(output).toMatch(/avrdude -p atmega328p -c arduino -P .*ttyBoard -b 115200 -D -U flash:w:.*uno\.hex:i/);
    expect(bootloader.flash.every((byte) => byte === 0xff)).toBe(true);
  });

  test('another chip is refused by its signature, before anything is written', async () => {
    const { path, bootloader } = await flashBench('uno', { ...M328P, signature: [0x1e, 0x94, 0x06] });
    const { code, output } = await flash(['--board', 'uno', '--port', path]);
    expect(code).toBe(1);
    expect(output).toMatch(/not an Arduino Uno: its chip is m168, not atmega328p\. Nothing was written/);
    expect(bootloader.flash.every((byte) => byte === 0xff)).toBe(true);
  });

  test('a board that reads back something else is told', async () => {
    const { path } = await flashBench('uno', { ...M328P, badAt: 0x1234 });
    expect(await flash(['--board', 'uno', '--port', path])).toMatchObject({
      code: 1,
      output: expect.stringMatching(/does not read back the same/),
    });
  });

  // Each waits long by itself, so that they wait together.
  test('silence, and a board that is written but does not answer: what else it may be, and what to try', async () => {
    const silent = await flashBench(null, M328P);
    const deaf = await flashBench('uno', M328P);
    const saysItWrote = standIn('process.exit(0);'); // but did not
    const [one, other] = await Promise.all([
      flash(['--board', 'uno', '--port', silent.path]),
      flash(['--board', 'uno', '--port', deaf.path], saysItWrote),
    ]);
    expect(one).toMatchObject({
      code: 1,
      output: expect.stringMatching(
        /No boot loader answers .* as an Arduino Uno does\. .*another board \(nano or mega; --board in a terminal\)/,
      ),
    });
    expect(other).toMatchObject({ code: 1, output: expect.stringMatching(/written but does not answer/) });
  });

  test('a Nano with the old boot loader is found at its own speed', async () => {
    const { path } = await flashBench('nano', M328P);
    const real = spawnSync('which', ['avrdude']).stdout.toString().trim();
    const env = standIn(`
      if (argv[argv.indexOf('-b') + 1] === '115200') { console.error('avrdude warning: attempt 10 of 10: not in sync: resp=0x00'); process.exit(1); }
      process.exit(require('node:child_process').spawnSync(${JSON.stringify(real)}, argv, { stdio: 'inherit' }).status);`);
    const { code, output } = await flash(['--board', 'nano', '--port', path], env);
    expect(output).toMatch(
      /new boot loader \(115200 baud\)[\s\S]*old boot loader, .* \(57600 baud\)[\s\S]* answers on /,
    );
    expect(code).toBe(0);
  });

  test('the port of a running station is refused, by name of its bay', async () => {
    const { path, bootloader } = await flashBench('uno', M328P);
    const { page, folder } = await startStation({ env: { LOCKOUT_BAYS_0_BOARD_PORT: path } });
    const env = { LOCKOUT_WEB_PORT: new URL(page).port, LOCKOUT_DATA_DIR: join(folder, 'data') };
    expect(await flash(['--board', 'uno', '--port', path], env)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/in use by bay-1 of the station that runs at .* stop it/),
    });
    expect(bootloader.flash.every((byte) => byte === 0xff)).toBe(true);
  });
});

describe('before a board is touched', () => {
  test('avrdude missing: the command that installs it', async () => {
    const empty = tempFolder();
    expect(await flash(['--board', 'uno', '--port', '/dev/ttyUSB7'], { PATH: empty })).toMatchObject({
      code: 1,
      output: expect.stringMatching(/avrdude is not installed.*install avrdude/),
    });
  });

  test('no board, no kind of board, a wrong kind', async () => {
    const env = standIn('process.exit(1);');
    expect(await flash(['--board', 'uno', '--port', '/dev/ttyUSB7'], env)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/No board at \/dev\/ttyUSB7/),
    });
    expect(await flash(['--port', '/dev/ttyUSB7'], env)).toMatchObject({
      code: 2,
      output: expect.stringMatching(/What kind of board[\s\S]*Name it with --board/),
    });
    expect(await flash(['--board', 'due'], env)).toMatchObject({
      code: 2,
      output: expect.stringMatching(/uno, nano, mega/),
    });
    expect(await flash(['--bay', 'nowhere'], env)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/no bay nowhere; the configuration has bay-1/),
    });
  });

  test('firmware that is missing, damaged or older than its sketch', () => {
    expect(firmwareFile('uno', 250_000).path).toBe(join(HEX_DIRECTORY, 'uno.hex'));
    expect(() => firmwareFile('uno', 57_600)).toThrow(
      /no firmware for the uno at 57600 baud.*npm run firmware -- --baud 57600/,
    );
    const folder = tempFolder();
    expect(() => firmwareFile('uno', 250_000, folder)).toThrow(/no firmware for the uno/);
    for (const name of ['uno.hex', 'manifest.json']) copyFileSync(join(HEX_DIRECTORY, name), join(folder, name));
    const hex = readFileSync(join(folder, 'uno.hex'), 'utf8');
    writeFileSync(join(folder, 'uno.hex'), hex.replace(':10000000', ':10000001'));
    expect(() => firmwareFile('uno', 250_000, folder)).toThrow(/damaged or half built/);
    writeFileSync(join(folder, 'uno.hex'), hex);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, sourceSha256: 'other' }));
    expect(() => firmwareFile('uno', 250_000, folder)).toThrow(/older than the sketch.*npm run firmware/);
  });
});

describe('what avrdude says', () => {
  test.each([
    ['wrong-chip', 'avrdude: Device signature = 0x1e9516\navrdude: Expected signature for ATmega328P is 1E 95 0F\n'],
    ['verify', 'avrdude: verification error, first mismatch at byte 0x0000\n         0x62 != 0x0c\n'],
    ['no-answer', 'avrdude: stk500_getsync() attempt 10 of 10: not in sync: resp=0x00\n'],
    ['no-answer', 'avrdude: stk500v2_ReceiveMessage(): timeout\n'],
    ['no-rights', 'avrdude: ser_open(): can\'t open device "/dev/ttyUSB0": Permission denied\n'],
    ['no-port', 'avrdude OS error: cannot open port /dev/ttyUSB0: No such file or directory\n'],
    ['busy', 'avrdude: ser_open(): can\'t open device "/dev/ttyACM0": Device or resource busy\n'],
    ['other', 'avrdude error: something new\n'],
  ] as const)('%s: %j', (fault, output) => {
    expect(faultOf(output)).toBe(fault);
  });

  test('the chip that answered, by name or by signature', () => {
    expect(chipOf('avrdude: device signature = 0x1e9406 (probably m168)')).toBe('m168');
    expect(chipOf('avrdude: Device signature = 0x1e9516')).toBe('0x1e9516');
    expect(chipOf('')).toBeNull();
  });
});
