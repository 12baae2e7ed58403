import { createHash } from 'node:crypto';
import path from 'node:path';
import { joinArrays } from './join-arrays.ts';
import type { Dataset, Source, Split, Splits } from './dataset.ts';
import { InputError } from '@axiswise/messages';
import { type ExampleLine, type ExamplePart, readExampleLines } from './example-lines.ts';
import { checkOptionNames } from './source-options.ts';
import { arraySplit, holdOut, subset } from './splits.ts';

/** Without a test part a fifth of each class is for test, the same fifth for every run. */
const testShare = 0.2;
const splitSeed = 0;

/**
 * Reads the user's own examples of any domain: a file with one JSON object per line, `{"label":
 * "a", "input": [[0.1, 0.2], [0.3, 0.4]]}`.
 *
 * It is for domains whose data needs no decoding; see {@link readExampleLines} for the lines. Lines
 * may name their split (`"split": "train"`, `"validation"`, `"test"`). If they do not, a fifth of
 * each class is for test, whatever the run's seed. Classes are in alphabetical order, or those of
 * the run with {@link LoadContext.encoding}.
 *
 * @param options.axes the names of the axes, in the order in which `input` nests them.
 * @throws InputError with file and line if a line is wrong, has no label, or has a class that was
 *   not trained; also if there is a single class, or nothing for train or test.
 */
export function exampleFile(file: string, options: { readonly axes: readonly string[] }): Source {
  const { axes } = options;
  const { name } = path.parse(path.resolve(file));
  return {
    name,
    description: `examples in ${file}, one JSON object a line`,
    async load(context): Promise<Dataset> {
      checkOptionNames('a file of examples', context.options);
      const { shape, examples } = await readExampleLines(file, axes.length);
      checkLabels(examples, file);
      const trained = (context.encoding as { classes?: readonly string[] } | undefined)?.classes;
      const classes = trained ?? classesOf(examples, file);
      const from: Origin = { file, classes, isTrained: trained !== undefined };
      const whole = arraySplit({
        inputs: joinArrays(
          Float32Array,
          examples.map(({ input }) => input),
        ),
        labels: labelsOf(examples, from),
        shape,
        classes: classes.length,
        name: file,
      });
      const splits = divide(whole, examples, from);
      if (from.isTrained && examples[0].split === undefined) {
        // The run may have been trained on the rest of this very file.
        context.onProgress?.(
          `${splits.test.length} examples of ${file}, a fifth of each class, are the test; to score all, ` +
            `add "split": "test" to each line`,
        );
      }
      const hash = createHash('sha256').update(JSON.stringify([shape, classes]));
      for (const { label, split, input } of examples) {
        hash.update(JSON.stringify([label, split])).update(input);
      }
      return {
        name,
        axes,
        shape,
        classes,
        splits,
        sha256: hash.digest('hex'),
        encoding: { classes },
      };
    },
  };
}

/**
 * Reads the examples of a file for `predict`, with or without labels: one JSON object per line, as
 * {@link exampleFile} takes them.
 *
 * @param as.shape the length of each axis, then the channels, as the network expects them.
 * @throws InputError if a line is wrong or has another shape.
 */
export async function decodeExamples(
  file: string,
  as: { readonly shape: readonly number[] },
): Promise<{ readonly part: string; readonly input: Float32Array }[]> {
  const { shape, examples } = await readExampleLines(file, as.shape.length - 1);
  if (shape.join() !== as.shape.join()) {
    throw new InputError(
      'data',
      `the examples in ${file} are [${shape.join(', ')}], but [${as.shape.join(', ')}] are wanted`,
    );
  }
  return examples.map(({ line, input }) => ({ part: `line ${line}`, input }));
}

/** The origin of examples, and their classes. */
interface Origin {
  readonly file: string;
  readonly classes: readonly string[];
  /** Whether the classes are those of a trained run. */
  readonly isTrained: boolean;
}

function checkLabels(examples: readonly ExampleLine[], file: string): void {
  const without = examples.find(({ label }) => label === undefined);
  if (!without) return;
  throw new InputError(
    'data',
    `${file}, line ${without.line}: the example has no "label"; add the name of its class`,
  );
}

function classesOf(examples: readonly ExampleLine[], file: string): string[] {
  const names = [...new Set(examples.map(({ label }) => label!))].sort();
  if (names.length === 1) {
    throw new InputError(
      'data',
      `${file} has a single class (${names[0]}); a classifier needs at least two`,
    );
  }
  return names;
}

function labelsOf(examples: readonly ExampleLine[], { file, classes }: Origin): Int32Array {
  const indices = new Map(classes.map((name, index) => [name, index]));
  return Int32Array.from(examples, ({ line, label }) => {
    const index = indices.get(label!);
    if (index !== undefined) return index;
    throw new InputError(
      'data',
      `${file}, line ${line}: the class "${label}" is none of the run's, which are ` +
        classes.slice(0, 5).join(', ') +
        (classes.length > 5 ? ', …' : ''),
    );
  });
}

function divide(whole: Split, examples: readonly ExampleLine[], from: Origin): Splits {
  const { file, classes, isTrained } = from;
  const saysNone = examples.find(({ split }) => split === undefined);
  if (!saysNone) return dividedByLines(whole, examples, from);
  const saysOne = examples.find(({ split }) => split !== undefined);
  if (saysOne) {
    throw new InputError(
      'data',
      `${file}: line ${saysOne.line} has "split" and line ${saysNone.line} has none; give it to all ` +
        `lines or to none`,
    );
  }
  const counts = countsOf(whole, classes);
  const rare = classes.findIndex((_, label) => counts[label] === 1);
  if (rare !== -1 && !isTrained) {
    throw new InputError(
      'data',
      `${file} has a single example of the class "${classes[rare]}", but one to train on and one to ` +
        `test are needed; add examples, or "split" to every line`,
    );
  }
  const count = Math.max(Math.round(whole.length * testShare), classes.length);
  const { rest, heldOut } = holdOut(whole, { count, seed: splitSeed });
  return { train: rest, test: heldOut };
}

function dividedByLines(
  whole: Split,
  examples: readonly ExampleLine[],
  { file, classes, isTrained }: Origin,
): Splits {
  const partOf = (part: ExamplePart): Split =>
    subset(
      whole,
      Uint32Array.from(examples.keys()).filter((i) => examples[i].split === part),
    );
  const [train, validation, test] = [partOf('train'), partOf('validation'), partOf('test')];
  // A trained run can be scored on a test part only.
  const missing = test.length === 0 ? 'test' : train.length === 0 && !isTrained && 'train';
  if (missing) {
    throw new InputError('data', `${file} has no example with "split": "${missing}"; add some`);
  }
  const unseen = isTrained ? -1 : countsOf(train, classes).indexOf(0);
  if (unseen !== -1) {
    throw new InputError(
      'data',
      `${file} has no example of the class "${classes[unseen]}" with "split": "train", so it cannot be ` +
        `learned; add some`,
    );
  }
  return { train, test, ...(validation.length > 0 && { validation }) };
}

function countsOf({ labels }: Split, classes: readonly string[]): number[] {
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label]++;
  return counts;
}
