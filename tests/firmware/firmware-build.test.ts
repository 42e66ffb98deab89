/** The shipped .hex files come from the sources beside them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile, compilerVersion } from '../../firmware-bridge/build.ts';
import { decodeFrame, encodeFrame, type MessageName } from '../../firmware-bridge/codec.ts';
import { Board, Host } from '../../firmware-bridge/harness/index.ts';
import { parseIntelHex } from '../../firmware-bridge/harness/intel-hex.ts';
import { readHex, readManifest, sha256, sourceHash } from '../../firmware-bridge/manifest.ts';
import { BAUD_RATES, MESSAGES, SENSOR_KINDS } from '../../firmware-bridge/protocol.ts';

const manifest = readManifest();
const boards = Object.keys(manifest.boards);
const compiler = compilerVersion();

test('three boards ship', () => {
  expect(boards).toEqual(['uno', 'nano', 'mega']);
});

test('the manifest was made from the sketch as it is now', () => {
  expect(sourceHash(), 'the sketch changed after the .hex files were built: run npm run firmware').toBe(
    manifest.sourceSha256,
  );
});

describe.each(boards)('%s', (board) => {
  const build = manifest.boards[board]!;

  test('the .hex file is the one of the manifest, fits, and has room left', () => {
    expect(sha256(readHex(board))).toBe(build.hexSha256);
    expect(build.baud).toBe(BAUD_RATES.default);
    expect(build.flashBytes).toBeLessThan(build.flashLimitBytes);
    // The stack and what interrupts put on it need the rest.
    expect(build.ramLimitBytes - build.ramBytes).toBeGreaterThan(500);
  });

  const sameCompiler = compiler !== undefined && manifest.compiler === `avr-gcc ${compiler}`;
  const title = sameCompiler
    ? 'built again, it is the same'
    : `skipped: ${manifest.compiler} not present, only the sources' hash is compared`;
  test.skipIf(!sameCompiler)(title, () => {
    expect(compile(board, BAUD_RATES.default).build.hexSha256).toBe(build.hexSha256);
  });
});

describe.runIf(compiler !== undefined)('with a compiler', () => {
  test('the Leonardo compiles', () => {
    const { build } = compile('leonardo', BAUD_RATES.default);
    expect(build.flashBytes).toBeLessThan(build.flashLimitBytes);
  });

  test('at 115200 baud the board says the same at that rate', () => {
    const { hex } = compile('uno', BAUD_RATES.fallback);
    const board = new Board({ program: parseIntelHex(hex) });
    const host = new Host(board);
    board.runMs(600);
    // 16 MHz gives 117647 baud, 2.1 % above: within what a UART takes.
    expect(Math.abs(board.chip.usart.baudRate / BAUD_RATES.fallback - 1)).toBeLessThan(0.025);
    expect(host.all('STATUS').length).toBeGreaterThanOrEqual(2);
    expect(host.bytesDiscarded).toBe(0);
  });
});

describe('PROTOCOL.md', () => {
  const text = readFileSync(new URL('../../firmware-bridge/PROTOCOL.md', import.meta.url), 'utf8');

  test('every worked example is what codec and board send', () => {
    const examples = [...text.matchAll(/^(\w+) (\{.*\})\n((?:[0-9A-F]{2} ?)+)$/gm)];
    expect(examples.length).toBeGreaterThanOrEqual(Object.keys(MESSAGES).length);
    for (const [, name, fields, hex] of examples) {
      const frame = Uint8Array.from(hex!.trim().split(' '), (pair) => Number.parseInt(pair, 16));
      expect(encodeFrame(name as MessageName, JSON.parse(fields!)), name).toEqual(frame);
      expect(decodeFrame(frame)).toMatchObject({ ok: true, name });
    }
    expect(new Set(examples.map(([, name]) => name))).toEqual(new Set(Object.keys(MESSAGES)));
  });

  test('names every message with its id and every sensor', () => {
    for (const [name, { id }] of Object.entries(MESSAGES)) {
      expect(text).toMatch(new RegExp(`\\| \`${name}\` \\| ${id.toString(16).padStart(2, '0').toUpperCase()} \\|`));
    }
    for (const kind of Object.keys(SENSOR_KINDS)) if (kind !== 'none') expect(text).toContain(`\`${kind}\``);
  });

  test('the flash and RAM table is that of the shipped builds', () => {
    for (const board of boards) {
      const build = manifest.boards[board]!;
      expect(text, board).toContain(`| ${board} | ${build.flashBytes} B | ${build.ramBytes} B |`);
    }
  });
});
