import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    // Long, because the simulated lifter lifts in real time and the machines are noisy; no test measures time with it.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // Once more on a noisy machine; `second-tries.ts` names each test that needed it.
    retry: 1,
    // The default of one second is too short for 64 connections, or a worker that starts again, on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    // Most of the time goes by waiting for a lifter who lifts in real time: three files at once keep two cores busy.
    maxWorkers: 3,
  },
});
