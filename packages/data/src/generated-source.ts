import { createHash } from 'node:crypto';
import type { Dataset, LoadContext, Source, Split } from './dataset.ts';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { checkOptionNames } from './source-options.ts';
import { arraySplit } from './splits.ts';

/** Seeds the examples, not the run: every run sees the same. */
const SEED = 1;
const MOST = 1_000_000;

/** How many examples are drawn. */
export interface GeneratedSizes {
  readonly train: number;
  readonly test: number;
}

/**
 * A source whose examples are drawn by a function, so that an experiment runs without a download.
 *
 * Every run sees the same examples, whatever its seed, and as many of each class as there can be. Each
 * example has random numbers of its own: a smaller set is the beginning of a larger one. The options
 * `train=N` and `test=N` say how many to draw.
 *
 * @param options.shape the length of each axis, then the channels.
 * @param options.records how many examples are drawn where nothing else is asked for.
 * @param options.draw gives one example of a class, as many numbers as the shape says.
 * @throws InputError (on loading) where a size is no whole number from the number of classes to 1,000,000,
 *   an option is unknown, or `draw` gives too few numbers, too many, or one that is none.
 * @example
 * const source = generatedSource({
 *   name: 'steps',
 *   description: 'noise that rises or falls',
 *   axes: ['time'],
 *   shape: [6, 1],
 *   classes: ['falls', 'rises'],
 *   records: { train: 100, test: 50 },
 *   draw: (label, random) =>
 *     Float32Array.from({ length: 6 }, (_, t) => (label === 1 ? t : -t) + random.normal()),
 * });
 * const { splits } = await source.load({ dataDir: '.', seed: 0 });
 * splits.test.length; // 50
 */
export function generatedSource(options: {
  readonly name: string;
  readonly description: string;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  readonly records: GeneratedSizes;
  readonly draw: (label: number, random: Random) => Float32Array;
}): Source {
  const { name, description, axes, shape, classes, records, draw } = options;
  const exampleSize = shape.reduce((product, length) => product * length, 1);
  return {
    name,
    description,
    records,
    load: async (context): Promise<Dataset> => {
      const sizes = sizesAsked(name, records, { context, least: classes.length });
      context.onProgress?.(
        `drawing ${(sizes.train + sizes.test).toLocaleString('en-US')} examples`,
      );
      const hash = createHash('sha256').update(JSON.stringify([axes, shape, classes]));
      const split = (part: keyof GeneratedSizes): Split => {
        const length = sizes[part];
        const labels = Int32Array.from({ length }, (_, i) => i % classes.length);
        const inputs = new Float32Array(length * exampleSize);
        labels.forEach((label, i) => {
          const example = draw(label, new Random(SEED, name, part, i));
          checkDrawn(example, exampleSize, `${name}: example ${i} (${classes[label]})`);
          inputs.set(example, i * exampleSize);
        });
        hash.update(`${part} ${length}\n`).update(inputs);
        return arraySplit({ inputs, labels, shape, classes: classes.length });
      };
      const splits = { train: split('train'), test: split('test') };
      // With the classes by name, a run can be scored on a file of the user's (see exampleFile).
      const encoding = { classes };
      return { name, axes, shape, classes, splits, sha256: hash.digest('hex'), encoding };
    },
  };
}

function checkDrawn(example: Float32Array, size: number, which: string): void {
  if (example.length !== size) {
    throw new InputError(
      'data',
      `${which} was drawn with ${example.length} numbers, but the shape has ${size}`,
    );
  }
  const strange = example.findIndex((value) => !Number.isFinite(value));
  if (strange !== -1) {
    throw new InputError(
      'data',
      `${which} was drawn with ${example[strange]} at position ${strange}`,
    );
  }
}

function sizesAsked(
  name: string,
  records: GeneratedSizes,
  { context, least }: { readonly context: LoadContext; readonly least: number },
): GeneratedSizes {
  const { options } = context;
  checkOptionNames(name, options, { train: String(records.train), test: String(records.test) });
  const sizeOf = (part: keyof GeneratedSizes): number => {
    const value = options?.[part];
    if (value === undefined) return records[part];
    const size = /^\d+$/.test(value) ? Number(value) : NaN;
    if (size >= least && size <= MOST) return size;
    throw new InputError(
      'data',
      `the option ${part} of ${name} is a whole number of examples from ${least} to ` +
        `${MOST.toLocaleString('en-US')}, but '${value}' came`,
    );
  };
  return { train: sizeOf('train'), test: sizeOf('test') };
}
