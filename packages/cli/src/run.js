import { createRequire } from 'node:module';
import yargs from 'yargs';
import { commandOf, commands } from './commands.js';

const require = createRequire(import.meta.url);

/**
 * Sentences of yargs in our words. Its types know only strings, but those that count have two forms.
 *
 * @type {Record<string, any>}
 */
const strings = {
  'Show help': 'show this help',
  'Show version number': 'show the version',
  'Not enough non-option arguments: got %s, need at least %s': {
    one: 'too few arguments: got %s, need at least %s',
    other: 'too few arguments: got %s, need at least %s',
  },
  'Not enough arguments following: %s': '--%s needs a value',
};

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
  // Libraries print to the console; standard output is for the result and for help only.
  const { log, info, debug } = console;
  const silenceLibraries = () => {
    console.log = console.info = console.debug = console.error;
  };
  silenceLibraries();
  /** @type {string | undefined} what yargs finds wrong with the words of the call. */
  let wrongCall;
  try {
    const ownOptions = await optionsOfExperiment(words, readTypescript);
    console.log = log;
    // yargs takes a single - for an option without a name, and drops it.
    await yargs(words.map((word) => (word === '-' ? '--standard-input' : word)))
      .scriptName('axiswise')
      .updateStrings(strings)
      .usage('$0 <command>\n\nConvolutional-network experiments, axis by axis.')
      .command(commands.map((entry) => lazily(entry, words, readTypescript)))
      .middleware(silenceLibraries)
      // The types leave out the second parameter.
      .middleware(/** @type {any} */ (lastValues), true)
      .options(ownOptions)
      .demandCommand(1, 'name a command; axiswise --help lists them')
      .strict()
      .recommendCommands()
      .completion('completion', 'Prints a script that completes commands in your shell.')
      .option('json', {
        type: 'boolean',
        global: true,
        describe: 'print one JSON document on standard output',
      })
      .parserConfiguration({ 'duplicate-arguments-array': false })
      // yargs lays out its help in every call. Only one that shows it has to wait for wrapped lines.
      .wrap(words.includes('--help') ? Math.min(100, process.stdout.columns ?? 100) : null)
      .exitProcess(false)
      .fail((message, error) => {
        if (!error) wrongCall = withHelp(message, words);
        throw error ?? new Error(message);
      })
      .help()
      .version(require('@axiswise/cli/package.json').version)
      .parseAsync();
    // A command with a result may still report that a part of its work failed.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // yargs wraps the error of an option's value, and does not always pass it to `fail`.
    if (/** @type {Error} */ (error).name === 'YError') {
      wrongCall = withHelp(/** @type {Error} */ (error).message, words);
    }
    await readTypescript();
    const [{ outcomeOf }, { InputError }] = await Promise.all([
      import('./outcome.ts'),
      import('@axiswise/messages'),
    ]);
    const { exitCode, message } = outcomeOf(
      wrongCall === undefined ? error : new InputError('usage', wrongCall),
    );
    process.stderr.write(`axiswise: ${message}\n`);
    return exitCode;
  } finally {
    Object.assign(console, { log, info, debug });
  }
}

/**
 * Makes a command whose file is read when its options or its work are needed, and not before.
 *
 * @param {import('./commands.js').CommandEntry} entry
 * @param {readonly string[]} words of the call.
 * @param {() => Promise<void>} readTypescript
 * @returns {import('yargs').CommandModule}
 */
function lazily({ command, describe, load }, words, readTypescript) {
  const read = async () => {
    await readTypescript();
    return (await load()).default;
  };
  return {
    command,
    describe,
    builder: async (yargs) => {
      const { builder, epilogue } = await read();
      const built = builder(yargs);
      if (!epilogue || !words.includes('--help')) return built;
      return built.epilogue(await epilogue(commandOf(words).first));
    },
    handler: async (args) => (await read()).handler(args),
  };
}

/**
 * Keeps the last value of an option that is given several times, also in commands whose names may be
 * several, where yargs collects all values.
 *
 * @param {Record<string, unknown>} args
 * @param {import('yargs').Argv} yargs
 */
function lastValues(args, yargs) {
  const { array } = /** @type {any} */ (yargs).getOptions();
  const lists = new Set(['_', '--', ...array]);
  for (const [name, value] of Object.entries(args)) {
    const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (Array.isArray(value) && !lists.has(name) && !lists.has(dashed)) args[name] = value.at(-1);
  }
}

/**
 * Returns the options that an experiment declares, where the command takes one and the call names it.
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
 * Adds to a message of yargs which help says more.
 *
 * @param {string} message
 * @param {readonly string[]} words
 */
function withHelp(message, words) {
  if (/^(--|name a command|Did you mean)/.test(message)) return message;
  const { entry } = commandOf(words);
  const refused = /Argument: (\S+), Given: (.*), Choices: (.*)/.exec(message);
  if (refused) {
    const [, name, given, choices] = refused;
    const isPositional = entry?.command.includes(`[${name}`) || entry?.command.includes(`<${name}`);
    return `${isPositional ? '' : '--'}${name} must be one of ${choices.replaceAll('"', '')}, got ${given.replaceAll('"', "'")}`;
  }
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
