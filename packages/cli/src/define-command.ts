import type { Argv, ArgumentsCamelCase } from 'yargs';

/**
 * What the file of a command exports: its options and its work. The file is read for the command's own
 * `--help` too. Packages that load an engine are therefore imported in the handler, by `await import(…)`.
 */
export interface Command {
  readonly builder: (yargs: Argv) => Argv;
  readonly handler: (args: ArgumentsCamelCase) => Promise<void>;
  /** What help says below the options, of the experiment that the call names. */
  readonly epilogue?: (experiment: string | undefined) => Promise<string>;
}

/** Defines a command whose handler gets the arguments that its builder declares. */
export function defineCommand<Options>(command: {
  readonly builder: (yargs: Argv) => Argv<Options>;
  readonly handler: (
    args: ArgumentsCamelCase<Options> & { readonly json?: boolean },
  ) => Promise<void>;
  readonly epilogue?: Command['epilogue'];
}): Command {
  return command as unknown as Command;
}
