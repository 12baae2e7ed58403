import path from 'node:path';
import type { Dataset, Source, Split, Splits } from './dataset.ts';
import { InputError } from '@axiswise/messages';
import { collectExamples } from './collected-examples.ts';
import { exampleLines, type ExamplePart, exampleParts } from './example-lines.ts';
import { describeDividedGroups } from './groups.ts';
import { fileStates } from './prepared/file-states.ts';
import { prepareOnce } from './prepared/prepare-once.ts';
import { checkOptionNames } from './source-options.ts';
import { arraySplit, holdOut, subset, targetSplit } from './splits.ts';

/** Without a test part a fifth of each class is for test, the same fifth for every run. */
const testShare = 0.2;
const splitSeed = 0;

/**
 * Reads the user's own examples of any domain: a file with one JSON object per line, `{"label":
 * "a", "input": [[0.1, 0.2], [0.3, 0.4]]}`.
 *
 * It is for domains whose data needs no decoding; see {@link exampleLines} for the lines. Lines
 * may name their split (`"split": "train"`, `"validation"`, `"test"`). If they do not, a fifth of
 * each class is for test, whatever the run's seed. Classes are in alphabetical order, or those of
 * the run with {@link LoadContext.encoding}.
 *
 * Lines may have numbers to predict in place of labels (`"target": 3.2`): the task is a regression then. Or they
 * have several labels each (`"labels": ["red", "round"]`, in alphabetical order, or those of the run).
 *
 * Lines may name their group (`"group": "patient 7"`); groups are not divided. Where the lines divide a
 * group between train and test, that is reported.
 *
 * @param options.axes the names of the axes, in the order in which `input` nests them.
 * @throws InputError with file and line if a line is wrong, has no label, or has a class that was
 *   not trained, or has other targets than the first; also if there is a single class, or nothing for train or test.
 */
export function exampleFile(file: string, options: { readonly axes: readonly string[] }): Source {
  const { axes } = options;
  const { name } = path.parse(path.resolve(file));
  return {
    name,
    description: `examples in ${file}, one JSON object a line`,
    async load(context): Promise<Dataset> {
      checkOptionNames('a file of examples', context.options);
      const { classes: trained, targets: trainedTargets } = (context.encoding ?? {}) as {
        classes?: readonly string[];
        targets?: readonly string[];
      };
      const { facts, numbers, array } = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({
          axes,
          trained,
          trainedTargets,
          files: await fileStates([file]),
        }),
        onProgress: context.onProgress,
        prepare: (into) =>
          collectExamples(file, { axes: axes.length, trained, trainedTargets }, into),
      });
      const { shape, classes, targets, hasParts, groupNames, sha256 } = facts;
      const lines = array('lines', 'uint32');
      const { base } = path.parse(file);
      const common = {
        inputs: numbers('inputs'),
        shape,
        groups: groupNames ? array('groups', 'int32') : undefined,
        exampleName: (index: number) => `${base}:${lines[index]}`,
        name: file,
      };
      const whole = targets
        ? targetSplit({
            ...common,
            targets: { values: array('targets', 'float32'), shape: targets.shape },
          })
        : arraySplit({ ...common, labels: array('labels', 'int32'), classes: classes.length });
      const from: Origin = { file, classes, isTrained: trained !== undefined };
      const splits = hasParts
        ? dividedByLines(whole, array('parts', 'uint8'), from)
        : withFifthAside(whole, from);
      if (from.isTrained && !hasParts) {
        // The run may have been trained on the rest of this very file.
        context.onProgress?.(
          `${splits.test.length} examples of ${file}, a fifth${targets ? '' : ' of each class'}, are the test; to score all, ` +
            `add "split": "test" to each line`,
        );
      }
      const divided = describeDividedGroups(file, splits);
      if (divided) context.onProgress?.(divided);
      return {
        name,
        axes,
        shape,
        classes,
        ...(targets && { targets }),
        splits,
        ...(groupNames && { groupsOf: 'group', groupName: (group) => groupNames[group] }),
        sha256,
        encoding: { classes, ...(targets && { targets: targets.names }) },
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
  const examples: { readonly part: string; readonly input: Float32Array }[] = [];
  for await (const { line, shape, input } of exampleLines(file, as.shape.length - 1)) {
    if (shape.join() !== as.shape.join()) {
      throw new InputError(
        'data',
        `the examples in ${file} are [${shape.join(', ')}], but [${as.shape.join(', ')}] are wanted`,
      );
    }
    examples.push({ part: `line ${line}`, input });
  }
  return examples;
}

/** The origin of examples, and their classes. */
interface Origin {
  readonly file: string;
  readonly classes: readonly string[];
  /** Whether the classes are those of a trained run. */
  readonly isTrained: boolean;
}

function withFifthAside(whole: Split, { file, classes, isTrained }: Origin): Splits {
  const counts = countsOf(whole, classes);
  const rare = classes.findIndex((_, label) => counts[label] === 1);
  if (rare !== -1 && !isTrained) {
    throw new InputError(
      'data',
      `${file} has a single example of the class "${classes[rare]}", but one to train on and one to ` +
        `test are needed; add examples, or "split" to every line`,
    );
  }
  const count = Math.max(Math.round(whole.length * testShare), classes.length, 1);
  const { rest, heldOut } = holdOut(whole, { count, seed: splitSeed });
  return { train: rest, test: heldOut };
}

function dividedByLines(
  whole: Split,
  parts: Uint8Array,
  { file, classes, isTrained }: Origin,
): Splits {
  const all = new Uint32Array(whole.length).map((_, i) => i);
  const partOf = (part: ExamplePart): Split =>
    subset(
      whole,
      all.filter((i) => parts[i] === exampleParts.indexOf(part)),
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
