// Plain JavaScript, as run.js is: reading TypeScript takes Node 20 longer than all of `--help` may.

/**
 * A command: how it is called, what it does, and the file with its options and its work, which is
 * read when it is called.
 *
 * @typedef {object} CommandEntry
 * @property {string} command
 * @property {string} describe one sentence, subject left out: "Trains one strategy and …".
 * @property {() => Promise<{ default: import('./define-command.ts').Command }>} load
 */

/** @type {readonly CommandEntry[]} */
export const commands = [
  {
    command: 'train <experiment>',
    describe: 'Trains one strategy, scores every test example and writes its run.',
    load: () => import('./commands/train.ts'),
  },
  {
    command: 'cross-validate <experiment>',
    describe: 'Trains once for each fold of the data and tests on the fold left out.',
    load: () => import('./commands/cross-validate.ts'),
  },
  {
    command: 'compare <experiment..>',
    describe: 'Trains every strategy with several seeds and says which is better, and how surely.',
    load: () => import('./commands/compare.ts'),
  },
  {
    command: 'diagnose <experiment..>',
    describe: 'Asks the data, axis by axis, whether filters should slide and pooling subsample.',
    load: () => import('./commands/diagnose.ts'),
  },
  {
    command: 'evaluate <run-dir>',
    describe: 'Scores a finished run and shows its confusion matrix.',
    load: () => import('./commands/evaluate.ts'),
  },
  {
    command: 'predict <run-dir> <files...>',
    describe: 'Predicts the labels of files of your own.',
    load: () => import('./commands/predict.ts'),
  },
  {
    command: 'explain <experiment>',
    describe: 'Shows what the geometry means, layer by layer, without training.',
    load: () => import('./commands/explain.ts'),
  },
  {
    command: 'equivalence <experiment>',
    describe: 'Proves on numbers that a convolution is a sparse, weight-tied dense layer.',
    load: () => import('./commands/equivalence.ts'),
  },
  {
    command: 'visualize <run-dir>',
    describe: 'Draws what excites a unit, or which places of an input count.',
    load: () => import('./commands/visualize.ts'),
  },
  {
    command: 'style',
    describe: 'Paints the content of one picture in the style of another.',
    load: () => import('./commands/style.ts'),
  },
  {
    command: 'gtp <run-dir>',
    describe: 'Plays Go over the Go Text Protocol, on standard input and output.',
    load: () => import('./commands/gtp.ts'),
  },
  {
    command: 'data <action> [names...]',
    describe: 'Lists data sets, downloads them, and verifies their checksums.',
    load: () => import('./commands/data.ts'),
  },
  {
    command: 'runs [action] [names...]',
    describe: 'Lists, shows and removes runs, comparisons and diagnoses.',
    load: () => import('./commands/runs.ts'),
  },
  {
    command: 'doctor',
    describe: 'Measures every engine and says why one is missing.',
    load: () => import('./commands/doctor.ts'),
  },
  {
    command: 'native',
    describe: 'Installs native TensorFlow for tfjs-node, the fastest engine here.',
    load: () => import('./commands/native.ts'),
  },
];

/**
 * The command that a call names, if any, and the first word that follows it; options are passed over.
 *
 * @param {readonly string[]} words
 * @returns {{ entry?: CommandEntry, first?: string }}
 */
export function commandOf(words) {
  const [name, first] = words.filter((word) => !word.startsWith('-'));
  const entry = commands.find(({ command }) => command.split(' ')[0] === name);
  return { ...(entry && { entry }), ...(first !== undefined && { first }) };
}
