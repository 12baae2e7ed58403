import { defineConfig } from 'vitest/config';
import { testProjects } from './tests/setup/projects.ts';

export default defineConfig({
  test: {
    projects: testProjects(),
    globalSetup: 'tests/setup/shared-folder.ts',
    passWithNoTests: false,
    maxWorkers: 2,
  },
});
