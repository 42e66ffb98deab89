import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    // Long, because the simulated lifter lifts in real time and the machines are noisy; no test measures time with it.
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
