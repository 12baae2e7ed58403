import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { NxWorkspace } from '../nx/workspace.ts';

/**
 * Checks the types, the lint and the format of the experiments in a workspace, and runs their tests.
 *
 * @returns `passed` for each of the four, or what was printed.
 */
export function checkExperiments(workspace: NxWorkspace): Promise<string[]> {
  workspace.write({
    'tsconfig.generated.json': JSON.stringify({
      extends: './tsconfig.base.json',
      include: ['experiments/*/*.ts'],
    }),
  });
  const node = (script: string, ...words: string[]): Promise<string> =>
    promisify(execFile)(process.execPath, [`node_modules/${script}`, ...words], {
      cwd: workspace.root,
    }).then(
      () => 'passed',
      (error: Error & { stdout: string; stderr: string }) =>
        `${script} failed:\n${error.stdout}${error.stderr}`,
    );
  return Promise.all([
    node('typescript/bin/tsc', '--project', 'tsconfig.generated.json'),
    node('eslint/bin/eslint.js', '--max-warnings=0', 'experiments'),
    node('prettier/bin/prettier.cjs', '--check', 'experiments'),
    node('vitest/vitest.mjs', 'run', 'experiments/'),
  ]);
}
