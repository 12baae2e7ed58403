import { defineConfig } from 'vitest/config';
import { testProjects } from './tests/setup/projects.ts';
import tests from './vitest.config.ts';

// The tests that take minutes, `x.long.test.ts`: `npm run test:long`.
export default defineConfig({ test: { ...tests.test, projects: testProjects({ long: true }) } });
