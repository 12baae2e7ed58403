import yargs from 'yargs';
import { commands } from './commands/index.ts';
import { optionsOfExperiment } from './network-options.ts';
import { outcomeOf } from './outcome.ts';
import { InputError } from '@axiswise/messages';

/**
 * Runs one call of the command line and answers its exit code: 0, 1 (it failed) or 2 (the call or
 * its input is wrong).
 */
export async function run(words: readonly string[]): Promise<number> {
  // Libraries print to the console; standard output belongs to the answer alone, and to help.
  const print = console.log;
  const silenceLibraries = (): void => {
    console.log = console.info = console.debug = console.error;
  };
  silenceLibraries();
  try {
    const ownOptions = await optionsOfExperiment(words);
    console.log = print;
    await yargs([...words])
      .scriptName('axiswise')
      .usage('$0 <command>\n\nConvolutional-network experiments, axis by axis.')
      .command(commands)
      .middleware(silenceLibraries)
      .options(ownOptions)
      .demandCommand(1, 'name a command; axiswise --help lists them')
      .strict()
      .recommendCommands()
      .completion('completion', 'print a script that completes commands in your shell')
      .option('json', {
        type: 'boolean',
        global: true,
        describe: 'answer with one JSON document on standard output',
      })
      .parserConfiguration({ 'duplicate-arguments-array': false })
      .wrap(Math.min(100, process.stdout.columns ?? 100))
      .exitProcess(false)
      .fail((message, error) => {
        // Its own complaints yargs tells by message, or wrapped where an option refused its value.
        throw !error || error.name === 'YError'
          ? new InputError('usage', complaint(message ?? error.message, words))
          : error;
      })
      .help()
      .version()
      .parseAsync();
    // A command that answered may still have to say that part of its work failed.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    const { exitCode, message } = outcomeOf(error);
    process.stderr.write(`axiswise: ${message}\n`);
    return exitCode;
  }
}

/** yargs says what is wrong in few words; where to look is added. */
function complaint(message: string, [command]: readonly string[]): string {
  if (/^(--|name a command|Did you mean)/.test(message)) return message;
  const known = commands.some((module) => String(module.command).split(' ')[0] === command);
  return `${message}; see: axiswise ${known ? `${command} ` : ''}--help`;
}
