/**
 * `npm run firmware`: compiles the sketch with Debian's gcc-avr into `hex/` and writes `hex/manifest.json`.
 *
 *   --check        compile, but compare with the shipped files instead of writing them; exit code 1 if they differ
 *   --baud 115200  for USB bridges that can't do 250000; writes to `hex/115200/`
 *
 * Needs: apt-get install gcc-avr avr-libc binutils-avr arduino-core-avr
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BoardBuild,
  HEX_DIRECTORY,
  type Manifest,
  readManifest,
  SKETCH_DIRECTORY,
  sha256,
  sourceHash,
} from './manifest.ts';

const HARDWARE = '/usr/share/arduino/hardware/arduino/avr';
const INSTALL = 'apt-get install gcc-avr avr-libc binutils-avr arduino-core-avr';
/** Where the emulator tests find the Arduino core's clock, to start it just before its rollover. */
const SYMBOLS = ['timer0_overflow_count', 'timer0_millis'];

interface Target {
  mcu: string;
  variant: string;
  define: string;
  flashBytes: number;
  ramBytes: number;
  ships: boolean;
  extraFlags: string[];
}

const TARGETS: Record<string, Target> = {
  uno: {
    mcu: 'atmega328p',
    variant: 'standard',
    define: 'ARDUINO_AVR_UNO',
    flashBytes: 32256,
    ramBytes: 2048,
    ships: true,
    extraFlags: [],
  },
  nano: {
    mcu: 'atmega328p',
    variant: 'eightanaloginputs',
    define: 'ARDUINO_AVR_NANO',
    flashBytes: 30720,
    ramBytes: 2048,
    ships: true,
    extraFlags: [],
  },
  mega: {
    mcu: 'atmega2560',
    variant: 'mega',
    define: 'ARDUINO_AVR_MEGA2560',
    flashBytes: 253952,
    ramBytes: 8192,
    ships: true,
    extraFlags: [],
  },
  // Compile-checked only: the emulator has no USB device, so nothing of it would be tested.
  leonardo: {
    mcu: 'atmega32u4',
    variant: 'leonardo',
    define: 'ARDUINO_AVR_LEONARDO',
    flashBytes: 28672,
    ramBytes: 2560,
    ships: false,
    extraFlags: [
      '-DUSB_VID=0x2341',
      '-DUSB_PID=0x8036',
      '-DUSB_MANUFACTURER="Unknown"',
      '-DUSB_PRODUCT="Arduino Leonardo"',
    ],
  },
};

/** Version of the compiler, or undefined where it or the Arduino core isn't installed. */
export function compilerVersion(): string | undefined {
  if (!existsSync(`${HARDWARE}/cores/arduino/main.cpp`)) return undefined;
  try {
    return execFileSync('avr-gcc', ['-dumpversion'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** Compiles one board. Throws with the compiler's messages if it fails or warns about our own files. */
export function compile(board: string, baud: number): { hex: string; build: BoardBuild } {
  const target = TARGETS[board]!;
  const directory = mkdtempSync(join(tmpdir(), 'lockout-firmware-'));
  try {
    const core = `${HARDWARE}/cores/arduino`;
    const common = [
      '-c',
      '-Os',
      '-w',
      '-ffunction-sections',
      '-fdata-sections',
      '-flto',
      '-fno-fat-lto-objects',
      '-frandom-seed=lockout',
      `-mmcu=${target.mcu}`,
      '-DF_CPU=16000000L',
      '-DARDUINO=10819',
      '-DARDUINO_ARCH_AVR',
      `-D${target.define}`,
      // avr-libc 2.0 lacks it, and WString.cpp needs it.
      '-DDECIMAL_DIG=__DECIMAL_DIG__',
      `-DLOCKOUT_BAUD=${baud}`,
      ...target.extraFlags,
      `-I${core}`,
      `-I${HARDWARE}/variants/${target.variant}`,
    ];
    const cpp = ['-std=gnu++11', '-fpermissive', '-fno-exceptions', '-fno-threadsafe-statics', '-Wno-error=narrowing'];
    // The core's pin macros compare unsigned pins with 0.
    const ours = ['-Wall', '-Wextra', '-Wno-type-limits', '-Werror'];
    const objects: string[] = [];
    const build = (source: string, flags: string[]) => {
      const object = join(directory, `${objects.length}.o`);
      execFileSync(
        source.endsWith('.cpp') || source.endsWith('.ino') ? 'avr-g++' : 'avr-gcc',
        [...flags, source, '-o', object],
        { stdio: 'pipe' },
      );
      objects.push(object);
    };
    for (const file of readdirSync(core).sort()) {
      if (file.endsWith('.cpp')) build(`${core}/${file}`, [...common, ...cpp]);
      else if (file.endsWith('.c')) build(`${core}/${file}`, [...common, '-std=gnu11']);
      else if (file.endsWith('.S')) build(`${core}/${file}`, [...common, '-x', 'assembler-with-cpp']);
    }
    for (const file of readdirSync(SKETCH_DIRECTORY).sort()) {
      const flags = [...common.filter((flag) => flag !== '-w'), ...cpp, ...ours];
      if (file.endsWith('.cpp')) build(join(SKETCH_DIRECTORY, file), flags);
      // The IDE puts this include in front of the sketch itself.
      else if (file.endsWith('.ino'))
        build(join(SKETCH_DIRECTORY, file), [...flags, '-x', 'c++', '-include', 'Arduino.h']);
    }
    const elf = join(directory, 'lockout.elf');
    execFileSync(
      'avr-gcc',
      [
        '-Os',
        '-flto',
        '-fuse-linker-plugin',
        '-Wl,--gc-sections',
        '-frandom-seed=lockout',
        `-mmcu=${target.mcu}`,
        ...objects,
        '-lm',
        '-o',
        elf,
      ],
      { stdio: 'pipe' },
    );
    const hexFile = join(directory, 'lockout.hex');
    execFileSync('avr-objcopy', ['-O', 'ihex', '-R', '.eeprom', elf, hexFile]);
    const hex = readFileSync(hexFile, 'utf8').replaceAll('\r\n', '\n');
    return { hex, build: { hexSha256: sha256(hex), baud, ...sizesOf(elf, target), symbols: symbolsOf(elf) } };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Flash and static RAM in bytes, from the sections of the linked program. */
function sizesOf(elf: string, target: Target) {
  const lines = execFileSync('avr-size', ['-A', elf], { encoding: 'utf8' }).split('\n');
  const size = (section: string) => Number(lines.find((line) => line.startsWith(`${section} `))?.split(/\s+/)[1] ?? 0);
  return {
    flashBytes: size('.text') + size('.data'),
    flashLimitBytes: target.flashBytes,
    ramBytes: size('.data') + size('.bss') + size('.noinit'),
    ramLimitBytes: target.ramBytes,
  };
}

/** RAM addresses of the symbols that the tests need. */
function symbolsOf(elf: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const line of execFileSync('avr-nm', [elf], { encoding: 'utf8' }).split('\n')) {
    const [address, , name] = line.split(' ');
    if (address && name && SYMBOLS.includes(name)) found[name] = Number.parseInt(address, 16) & 0xffff;
  }
  return found;
}

function describe(board: string, build: BoardBuild): string {
  const share = (used: number, limit: number) => `${used} B (${Math.round((100 * used) / limit)} %)`;
  return `${board.padEnd(9)} flash ${share(build.flashBytes, build.flashLimitBytes)}, RAM ${share(build.ramBytes, build.ramLimitBytes)}`;
}

function main(args: string[]): number {
  const compiler = compilerVersion();
  if (!compiler) {
    console.error(`The AVR compiler or the Arduino core is missing. Install them: ${INSTALL}`);
    return 2;
  }
  const baud = args.includes('--baud') ? Number(args[args.indexOf('--baud') + 1]) : 250000;
  if (baud !== 250000 && baud !== 115200) {
    console.error('--baud takes 250000 or 115200.');
    return 2;
  }
  const check = args.includes('--check');
  const directory = baud === 250000 ? HEX_DIRECTORY : join(HEX_DIRECTORY, String(baud));
  const manifest: Manifest = { sourceSha256: sourceHash(), compiler: `avr-gcc ${compiler}`, boards: {} };
  const shipped = check ? readManifest(directory) : undefined;
  let differing = 0;
  mkdirSync(directory, { recursive: true });
  for (const [board, target] of Object.entries(TARGETS)) {
    const { hex, build } = compile(board, baud);
    console.log(describe(board, build));
    if (!target.ships) continue;
    manifest.boards[board] = build;
    if (!check) writeFileSync(join(directory, `${board}.hex`), hex);
    else if (shipped?.boards[board]?.hexSha256 !== build.hexSha256) {
      differing += 1;
      console.error(`${board}.hex doesn't come from these sources with ${manifest.compiler}: run npm run firmware`);
    }
  }
  if (!check) writeFileSync(join(directory, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return differing > 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith('firmware-bridge/build.js')) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    console.error(String((error as { stderr?: Buffer }).stderr ?? error));
    process.exitCode = 1;
  }
}
