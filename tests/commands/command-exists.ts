import { existsSync } from 'node:fs';
import path from 'node:path';

/** Whether the command line of this checkout has a command; tests of one to come wait for it. */
export const commandExists = (name: string): boolean =>
  existsSync(path.resolve(import.meta.dirname, `../../packages/cli/src/commands/${name}.ts`));
