import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ClockWatch, durationText } from '../../src/app/clock-watch.ts';
import { systemClock, wallMsAt } from '../../src/common/clock.ts';
import { ROOT } from '../support/station.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** What reads a clock of the machine, or of a process or thread, by itself. */
const READS =
  /\bDate\.now\b|\bnew Date\(\)|\bperformance\.(now|timeOrigin)\b|\bprocess\.(hrtime|uptime)\b|\bos\.uptime\b/g;

/** Files that may, and how often; take one out of the list when it is handed a clock, and put none in. */
const ALLOWED: Record<string, number> = {
  'src/common/clock.ts': 2,
  // A build has no clock handed to it.
  'src/cli/build.mjs': 1,
  'src/cli/ensure.mjs': 2,
  // A board has a crystal of its own.
  'src/sim/virtual-board.ts': 7,
  // Durations within one process or thread, by a clock that never steps.
  'src/mqtt/broker.ts': 2,
  'src/mqtt/connection.ts': 2,
  'src/mqtt/paced-stream.ts': 2,
};

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

/** Without comments, which may name what they are about. */
const codeOf = (file: string) => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

test('clocks are read in one place, and no file reads one by itself that did not before', () => {
  const found = Object.fromEntries(
    sources(join(ROOT, 'src')).flatMap((file) => {
      const count = codeOf(file).match(READS)?.length ?? 0;
      return count > 0 ? [[relative(ROOT, file), count] as const] : [];
    }),
  );
  const tooMany = Object.entries(found).filter(([file, count]) => count > (ALLOWED[file] ?? 0));
  expect(tooMany, 'take a Clock (src/common/clock.ts) instead').toEqual([]);
});

test('the monotonic clock is one for all processes of this machine, and the wall clock is that of the day', () => {
  const before = systemClock.monoMs();
  const inAnother = Number(execFileSync(process.execPath, ['-p', 'process.hrtime.bigint().toString()'])) / 1e6;
  expect(inAnother).toBeGreaterThan(before);
  expect(inAnother).toBeLessThan(systemClock.monoMs());
  const wallMs = Date.now();
  expect(systemClock.wallMs()).toBeGreaterThanOrEqual(wallMs);
  expect(wallMsAt(systemClock, before)).toBeLessThan(Date.now());
});

test('a step of the wall clock is seen and told once, a slow one is followed', () => {
  const clock = new VirtualClock(Date.parse('2026-11-22T18:00:00.000Z'));
  const lines: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const steps: number[] = [];
  const watch = new ClockWatch({ clock, logger, onStep: (byMs) => steps.push(byMs) });
  for (let n = 0; n < 100; n++) {
    clock.pass(500);
    clock.step(-42); // slewed
    watch.check();
  }
  expect(steps).toEqual([]);
  const repMs = clock.monoMs();
  clock.pass(400);
  clock.step(-3_600_000);
  watch.check();
  watch.check();
  expect(steps).toEqual([-3_600_000]);
  expect(watch.last).toEqual({ byMs: -3_600_000, seenMs: repMs + 400 });
  expect(lines).toEqual([expect.stringMatching(/^the clock was set by -60\.0 min: it is 2026-11-22T17:00:4/)]);
  expect(wallMsAt(clock, repMs), 'of a moment before the step').toBe(clock.wallMs() - 400);
});

test('how far it was set is told in a unit that fits', () => {
  expect([1500, -90_000, 7_200_000, -9 * 86_400_000].map(durationText)).toEqual([
    '+1.5 s',
    '-90.0 s',
    '+2.0 h',
    '-9.0 days',
  ]);
});
