import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs';

/** A command with its options typed from the builder: the one place that satisfies yargs' variance. */
export function defineCommand<Options>(command: {
  readonly command: string;
  readonly describe: string;
  readonly builder: (yargs: Argv) => Argv<Options>;
  readonly handler: (
    args: ArgumentsCamelCase<Options> & { readonly json?: boolean },
  ) => Promise<void>;
}): CommandModule {
  return command as unknown as CommandModule;
}
