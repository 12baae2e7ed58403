import path from 'node:path';
import type { Dataset, LoadContext, Source } from './dataset.ts';
import { InputError } from '@axiswise/messages';
import { collectExamples } from './collected-examples.ts';
import { dividedByParts } from './divided-by-parts.ts';
import { exampleLines } from './example-lines.ts';
import { divideWhole, foldOptions, ownFolds, refuseFold } from './divide-whole.ts';
import { type PartFile, partFiles } from './part-files.ts';
import { preparedDataset, preparedExamples } from './prepared-examples.ts';
import { fileStates } from './prepared/file-states.ts';
import { prepareOnce } from './prepared/prepare-once.ts';
import { checkOptionNames } from './source-options.ts';

/** Which files are read. */
export const jsonLinesPattern = /\.(jsonl|ndjson|json)$/i;

/**
 * Reads the user's own examples of any domain: a file with one JSON object per line, `{"label":
 * "a", "input": [[0.1, 0.2], [0.3, 0.4]]}`.
 *
 * It is for domains whose data needs no decoding; see {@link exampleLines} for the lines. Lines
 * may name their split (`"split": "train"`, `"validation"`, `"test"`). If they do not, a fifth of
 * each class is for test, whatever the run's seed. Classes are in alphabetical order, or those of
 * the run with {@link LoadContext.encoding}.
 *
 * A folder holds a file for each split: `train.jsonl`, `test.jsonl` and perhaps `validation.jsonl`.
 *
 * Lines may have numbers to predict in place of labels (`"target": 3.2`): the task is a regression then. Or they
 * have several labels each (`"labels": ["red", "round"]`, in alphabetical order, or those of the run), or one for each
 * position along named axes (`"labels": {"time": ["a", "b", null]}`, null where there is none).
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
  const filesFor = ({ scoredBy }: LoadContext): readonly PartFile[] =>
    partFiles(file, jsonLinesPattern, { isScored: scoredBy !== undefined });
  return {
    name,
    description: `examples in ${file}, one JSON object a line`,
    ...ownFolds,
    async load(context): Promise<Dataset> {
      checkOptionNames('a file of examples', context.options, foldOptions);
      const { scoredBy } = context;
      const { classes: ofEncoding, targets: trainedTargets } = (context.encoding ?? {}) as {
        classes?: readonly string[];
        targets?: readonly string[];
      };
      // A run that was trained on other data than lines says its classes all the same.
      const trained = ofEncoding ?? (scoredBy?.classes.length ? scoredBy.classes : undefined);
      const files = filesFor(context);
      const prepared = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({
          axes,
          trained,
          trainedTargets,
          parts: files.map(({ part }) => part),
          files: await fileStates(files.map((each) => each.file)),
        }),
        onProgress: context.onProgress,
        prepare: (into) => collectExamples(file, { files, axes, trained, trainedTargets }, into),
      });
      const { classes, targets, hasParts } = prepared.facts;
      const lines = prepared.array('lines', 'uint32');
      const fileOf = prepared.array('files', 'uint8');
      const bases = files.map((each) => path.basename(each.file));
      const whole = preparedExamples(prepared, {
        place: file,
        exampleName: (index) => `${bases[fileOf[index]]}:${lines[index]}`,
      });
      const from = {
        place: file,
        // Examples have no class of their own where their positions have one.
        classes: targets?.axes ? [] : classes,
        isTrained: trained !== undefined || scoredBy !== undefined,
      };
      if (hasParts) refuseFold(file, context.options);
      return preparedDataset(prepared.facts, {
        name,
        axes,
        place: file,
        splits: hasParts
          ? dividedByParts(whole, prepared.array('parts', 'uint8'), {
              ...from,
              says: (part) => `"split": "${part}"`,
            })
          : divideWhole(whole, context, {
              ...from,
              remedy: 'add examples, or "split" to every line',
            }),
        encoding: { classes, ...(targets && { targets: targets.names }) },
        onProgress: context.onProgress,
      });
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
export const decodeExamples = (
  file: string,
  as: { readonly shape: readonly number[] },
): ReturnType<typeof decodeExampleText> => decodeLines(file, as, undefined);

/** Reads the examples of a text as {@link decodeExamples} does those of a file. */
export const decodeExampleText = (
  text: string,
  as: { readonly shape: readonly number[] },
  name: string,
): Promise<{ readonly part: string; readonly input: Float32Array }[]> =>
  decodeLines(name, as, text.split('\n'));

async function decodeLines(
  file: string,
  as: { readonly shape: readonly number[] },
  texts: readonly string[] | undefined,
): Promise<{ readonly part: string; readonly input: Float32Array }[]> {
  const examples: { readonly part: string; readonly input: Float32Array }[] = [];
  for await (const { line, shape, input } of exampleLines(file, as.shape.length - 1, texts)) {
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
