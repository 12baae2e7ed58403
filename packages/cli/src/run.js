import yargs from 'yargs';
import { commandOf, commands } from './commands.js';

/**
 * Runs one call of the command line and returns its exit code: 0, 1 (it failed) or 2 (the call or
 * its input is wrong).
 *
 * @param {readonly string[]} words
 * @param {() => Promise<void>} [readTypescript] makes Node read TypeScript, which all but the list of
 *   commands is written in; nothing where it does already.
 * @returns {Promise<number>}
 */
export async function run(words, readTypescript = async () => {}) {
  // Libraries print to the console; standard output belongs to the result alone, and to help.
  const { log, info, debug } = console;
  const silenceLibraries = () => {
    console.log = console.info = console.debug = console.error;
  };
  silenceLibraries();
  /** @type {string | undefined} what is wrong with the words of the call. */
  let complaint;
  try {
    const ownOptions = await optionsOfExperiment(words, readTypescript);
    console.log = log;
    await yargs([...words])
      .scriptName('axiswise')
      .usage('$0 <command>\n\nConvolutional-network experiments, axis by axis.')
      .command(commands.map((entry) => lazily(entry, readTypescript)))
      .middleware(silenceLibraries)
      .options(ownOptions)
      .demandCommand(1, 'name a command; axiswise --help lists them')
      .strict()
      .recommendCommands()
      .completion('completion', 'Prints a script that completes commands in your shell.')
      .option('json', {
        type: 'boolean',
        global: true,
        describe: 'Prints one JSON document on standard output.',
      })
      .parserConfiguration({ 'duplicate-arguments-array': false })
      .wrap(Math.min(100, process.stdout.columns ?? 100))
      .exitProcess(false)
      .fail((message, error) => {
        if (!error) complaint = whole(message, words);
        throw error ?? new Error(message);
      })
      .help()
      .version()
      .parseAsync();
    // A command that answered may still have to say that part of its work failed.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // How yargs wraps what an option says of its value; not always handed to `fail`.
    if (/** @type {Error} */ (error).name === 'YError') {
      complaint = whole(/** @type {Error} */ (error).message, words);
    }
    await readTypescript();
    const [{ outcomeOf }, { InputError }] = await Promise.all([
      import('./outcome.ts'),
      import('@axiswise/messages'),
    ]);
    const { exitCode, message } = outcomeOf(
      complaint === undefined ? error : new InputError('usage', complaint),
    );
    process.stderr.write(`axiswise: ${message}\n`);
    return exitCode;
  } finally {
    Object.assign(console, { log, info, debug });
  }
}

/**
 * A command whose file is read only when its options or its work are needed.
 *
 * @param {import('./commands.js').CommandEntry} entry
 * @param {() => Promise<void>} readTypescript
 * @returns {import('yargs').CommandModule}
 */
function lazily({ command, describe, load }, readTypescript) {
  const read = async () => {
    await readTypescript();
    return (await load()).default;
  };
  return {
    command,
    describe,
    builder: async (yargs) => (await read()).builder(yargs),
    handler: async (args) => (await read()).handler(args),
  };
}

/**
 * The options that an experiment declares, where the command takes one and the call names it.
 *
 * @param {readonly string[]} words
 * @param {() => Promise<void>} readTypescript
 * @returns {Promise<Record<string, import('yargs').Options>>}
 */
async function optionsOfExperiment(words, readTypescript) {
  const { entry, first } = commandOf(words);
  if (first === undefined || !entry?.command.includes('<experiment')) return {};
  await readTypescript();
  const { optionsOf } = await import('./network-options.ts');
  return optionsOf(first);
}

/**
 * yargs says what is wrong in few words; where to look is added.
 *
 * @param {string} message
 * @param {readonly string[]} words
 */
function whole(message, words) {
  if (/^(--|name a command|Did you mean)/.test(message)) return message;
  const { entry } = commandOf(words);
  return `${asTyped(message)}; see: axiswise ${entry ? `${entry.command.split(' ')[0]} ` : ''}--help`;
}

/**
 * yargs names an unknown `--train-examples` twice, the second time as `trainExamples`.
 *
 * @param {string} message
 */
function asTyped(message) {
  const [, list] = /^Unknown arguments: (.+)$/.exec(message) ?? [];
  if (list === undefined) return message;
  const names = list.split(', ');
  const again = names.map((name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase()));
  const typed = names.filter(
    (name) => name.includes('-') || again.indexOf(name) === names.indexOf(name),
  );
  return `Unknown argument${typed.length > 1 ? 's' : ''}: ${typed.join(', ')}`;
}
