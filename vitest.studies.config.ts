import { defineConfig } from 'vitest/config';
import tests from './vitest.config.ts';

// Studies are checks that train for minutes. `npm test` leaves them out: `npm run study:known-answers`.
export default defineConfig({
  ...tests,
  test: { ...tests.test, include: ['packages/*/src/**/*.study.ts'], testTimeout: 600_000 },
});
