import type { Argv, ArgumentsCamelCase } from 'yargs';

/**
 * What the file of a command says: its options, and its work. The file is read for the command's own
 * `--help` too, so it imports packages that load an engine in its handler, by `await import(…)`.
 */
export interface Command {
  readonly builder: (yargs: Argv) => Argv;
  readonly handler: (args: ArgumentsCamelCase) => Promise<void>;
}

/** A command with its arguments typed by its builder: the one place that satisfies yargs' variance. */
export function defineCommand<Options>(command: {
  readonly builder: (yargs: Argv) => Argv<Options>;
  readonly handler: (
    args: ArgumentsCamelCase<Options> & { readonly json?: boolean },
  ) => Promise<void>;
}): Command {
  return command as unknown as Command;
}
