import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'experiments/*/**/*.test.ts',
      'tests/**/*.test.ts',
      'benchmarks/**/*.test.ts',
    ],
    passWithNoTests: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // An engine keeps its state in the module graph: one process a file keeps tests independent.
    pool: 'forks',
    isolate: true,
    maxWorkers: 2,
  },
});
