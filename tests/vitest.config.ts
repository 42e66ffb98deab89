import { defineConfig } from 'vitest/config';
import { BUILT_FILES, builtSources } from './built.ts';
import LongestFirst from './longest-first.ts';

const root = new URL('..', import.meta.url).pathname;
const REST = ['integration', 'faults', 'firmware', 'install', 'replay', 'simulation'];

/** @param folders of `tests/` @param more what is different for them */
const project = (name: string, folders: readonly string[], more: object) => ({
  plugins: [builtSources],
  test: {
    name,
    root,
    include: folders.map((folder) => `tests/${folder}/**/*.test.ts`),
    setupFiles: ['tests/support/seeds.ts'],
    // Long, because the machines are noisy; no test measures time with it.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // The default of one second is too short for 64 connections, or a worker that starts again, on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    server: { deps: { external: [BUILT_FILES] } },
    ...more,
  },
});

export default defineConfig({
  test: {
    root,
    // Most of the time beyond the unit tests goes by waiting: three files at once keep two cores busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      // Nothing of theirs outlives them, so one process takes them one after another.
      project('unit', ['unit'], { isolate: false }),
      // Once more on a noisy machine; `second-tries.ts` names each test that needed it.
      project('pages', ['e2e'], { retry: 1 }),
      project('rest', REST, { retry: 1 }),
    ],
  },
});
