import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { resultOf, temporaryFolder } from './commands/axiswise.ts';

/**
 * Runs the tests of a file in a project of a user, from `fixtures/`, with a folder for what they write; the
 * folder is gone after them.
 */
export function inOwnProject(name: string) {
  const project = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
  const scratch = temporaryFolder();
  const home = process.cwd();
  beforeAll(() => process.chdir(project));
  afterAll(() => {
    process.chdir(home);
    rmSync(scratch, { recursive: true, force: true });
  });
  const inProject = { cwd: project };
  return {
    project,
    /** The folder from which tests were started. */
    home,
    inProject,
    /** A path in the folder of what tests write. */
    at: (file: string): string => path.join(scratch, file),
    /** The JSON document of a command in the project. */
    documentOf: <T>(...words: string[]): Promise<T> => resultOf<T>(words, inProject),
  };
}
