/** Each figure of the documents: what measures it, how shortly it can be tried, and where it stands. */
interface Figure {
  document: string;
  /** built, seen from the root */
  program: string;
  args: readonly string[];
  quickArgs: readonly string[];
  env: Record<string, string>;
  quickEnv: Record<string, string>;
  /** of a table that is printed without one */
  head: readonly string[];
}

const bench = (document: string, part: string): Figure => ({
  document,
  program: 'dist/tests/bench/run.js',
  args: [part],
  quickArgs: [part],
  env: { BENCH_S: '60' },
  quickEnv: { BENCH_S: '5', BENCH_REPS: '20' },
  head: ['', ''],
});

const script = (document: string, program: string, args: readonly string[], quickArgs: readonly string[]): Figure => ({
  document,
  program,
  args,
  quickArgs,
  env: {},
  quickEnv: {},
  head: ['', ''],
});

const README = 'README.md';

export const FIGURES: Record<string, Figure> = {
  latency: bench(README, 'latency'),
  'tap-in': bench(README, 'tap-in'),
  station: bench(README, 'station'),
  core: bench('src/core/README.md', 'core'),
  judge: script(
    'src/core/README.md',
    'dist/tests/judge/product.js',
    ['--alone', '--seeds', '10', '--from', '52001'],
    ['--alone', '--seeds', '1', '--from', '52001', '--axis', 'clean'],
  ),
  walks: {
    ...script(
      'dashboard/README.md',
      'node_modules/vitest/vitest.mjs',
      ['run', '-c', 'tests/vitest.config.ts', '--project', 'pages', 'tests/e2e/station-clicks'],
      ['run', '-c', 'tests/vitest.config.ts', '--project', 'pages', 'tests/e2e/station-clicks', '-t', 'first admin'],
    ),
    env: { TEST_TABLE: '1' },
    quickEnv: { TEST_TABLE: '1' },
    head: ['flow', 'clicks', 'keys', 'cards held', 'time'],
  },
  sensors: {
    ...script('hardware.md', 'dist/tests/replay/sensor-sets.js', [], ['--quick']),
    head: ['sensors', 'reps; missed; too many', 'hold', 'moment of lockout', 'mean velocity'],
  },
};
