// Plain JavaScript, as run.js is: reading TypeScript takes Node 20 longer than all of `--help` may.

/**
 * A command: how it is called, what it does, and the file with its options and its work. The file is read
 * when the command is called.
 *
 * @typedef {object} CommandEntry
 * @property {string} command
 * @property {string} describe one sentence without its subject: "Trains one strategy and …".
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
    describe: 'Trains every strategy with several seeds and tests which one is better.',
    load: () => import('./commands/compare.ts'),
  },
  {
    command: 'compare-predictions <files..>',
    describe: 'Compares models, trained by any program, by their predictions in CSV files.',
    load: () => import('./commands/compare-predictions.ts'),
  },
  {
    command: 'diagnose <experiment..>',
    describe:
      'Tests on the data, axis by axis, whether filters should slide and pooling subsample.',
    load: () => import('./commands/diagnose.ts'),
  },
  {
    command: 'new <name>',
    describe: 'Writes an experiment of your own that trains at once, for you to change.',
    load: () => import('./commands/new.ts'),
  },
  {
    command: 'design',
    describe:
      'Designs an experiment from your own data: asks it, writes it, trains it and compares it.',
    load: () => import('./commands/design.ts'),
  },
  {
    command: 'evaluate <run-dir>',
    describe: 'Scores a finished run and shows its confusion matrix.',
    load: () => import('./commands/evaluate.ts'),
  },
  {
    command: 'predict <run-dir> [files...]',
    describe: 'Predicts what your own files, folders or texts show.',
    load: () => import('./commands/predict.ts'),
  },
  {
    command: 'export <run-dir>',
    describe: 'Writes the model of a finished run for ONNX, Keras, PyTorch or NumPy.',
    load: () => import('./commands/export.ts'),
  },
  {
    command: 'explain <experiment>',
    describe: 'Shows the shape, size and receptive field of every layer, without training.',
    load: () => import('./commands/explain.ts'),
  },
  {
    command: 'equivalence <experiment>',
    describe: 'Verifies numerically that a convolution is a sparse, weight-tied dense layer.',
    load: () => import('./commands/equivalence.ts'),
  },
  {
    command: 'visualize <run-dir>',
    describe: 'Draws what activates a unit most, or where an input matters for it.',
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
    describe: 'Measures the speed of every engine and says why one is missing.',
    load: () => import('./commands/doctor.ts'),
  },
  {
    command: 'bench',
    describe: 'Measures how fast the reference networks train, and how near that is to the peak.',
    load: () => import('./commands/bench.ts'),
  },
  {
    command: 'native',
    describe: 'Installs native TensorFlow, the fastest engine.',
    load: () => import('./commands/native.ts'),
  },
];

/** Options without a value. The word after any other option is its value. */
export const switches = new Set([
  '--all',
  '--allow-http',
  '--average-pooling',
  '--csv',
  '--get-yargs-completions',
  '--help',
  '--javascript',
  '--json',
  '--keep-color',
  '--overwrite',
  '--probabilities',
  '--find-learning-rate',
  '--profile',
  '--resume',
  '--standard-input',
  '--symmetries',
  '--version',
]);

/**
 * Returns the command that a call names, if any, and the first word after it. Options and their values are
 * skipped: `train --data gestures images` names the experiment images.
 *
 * @param {readonly string[]} words
 * @returns {{ entry?: CommandEntry, first?: string }}
 */
export function commandOf(words) {
  const isValue = (/** @type {string | undefined} */ before) =>
    before?.startsWith('--') && !before.includes('=') && !switches.has(before);
  const [name, first] = words.filter((word, i) => !word.startsWith('-') && !isValue(words[i - 1]));
  const entry = commands.find(({ command }) => command.split(' ')[0] === name);
  return { ...(entry && { entry }), ...(first !== undefined && { first }) };
}
