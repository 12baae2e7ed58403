import type { Dataset, LoadContext, Source, Split } from './dataset.ts';
import { type Sha256, sha256 } from '@axiswise/digest';
import { InputError, parseInteger, plural } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { type Preparation, prepareOnce } from '#prepare-once';
import { checkOptionNames } from './source-options.ts';
import { arraySplit } from './splits.ts';

/** Seeds the examples. It does not depend on the run's seed, so every run has the same examples. */
const SEED = 1;
const maxSize = 1_000_000;

const parts = ['train', 'test'] as const;
type Part = (typeof parts)[number];

/** The numbers of examples. */
export interface GeneratedSizes {
  readonly train: number;
  readonly test: number;
}

/**
 * Makes a source whose examples a function draws, so that an experiment runs without a download.
 *
 * Every run has the same examples, whatever its seed, with classes as equally frequent as possible.
 * Each example has its own random numbers, so a smaller set is the beginning of a larger one. The
 * options `train=N` and `test=N` are the numbers of examples.
 *
 * @param options.shape the length of each axis, then the channels.
 * @param options.records the default numbers of examples.
 * @param options.draw returns one example of a class, as many numbers as the shape has.
 * @param options.version of what `draw` draws. With it the examples are drawn once and kept (see {@link
 *   prepareOnce}), so raise it whenever other examples are drawn, by `draw` or by what it calls. Without it
 *   they are drawn for every run.
 * @throws InputError (on loading) if a size is not an integer from the number of classes to
 *   1,000,000, an option is unknown, or `draw` returns too few or too many numbers, or an invalid
 *   one.
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
  readonly version?: number;
}): Source {
  const { name, description, axes, shape, classes, records, draw, version } = options;
  const exampleSize = shape.reduce((product, length) => product * length, 1);
  return {
    name,
    description,
    records,
    load: async (context): Promise<Dataset> => {
      const sizes = readSizes(name, records, { context, min: classes.length });
      const { onProgress } = context;
      const labelsOf = (part: Part): Int32Array =>
        new Int32Array(sizes[part]).map((_, i) => i % classes.length);
      const drawPart = (part: Part, into: Preparation, hash: Sha256): void => {
        const length = sizes[part];
        const room = into.reserve(part, 'float32', length * exampleSize);
        hash.update(`${part} ${length}\n`);
        for (let i = 0; i < length; i++) {
          const label = i % classes.length;
          const example = draw(label, new Random(SEED, name, part, i));
          checkDrawn(example, exampleSize, `${name}: example ${i} (${classes[label]})`);
          room.set(example, i * exampleSize);
          hash.update(example);
        }
      };
      const prepared = await prepareOnce({
        name,
        code: version === undefined ? undefined : import.meta.url,
        decidedBy: () => ({ version, draw: draw.toString(), shape, classes, sizes }),
        onProgress,
        prepare: (into) => {
          onProgress?.(`drawing ${plural(sizes.train + sizes.test, 'example')}`);
          const hash = sha256().update(JSON.stringify([axes, shape, classes]));
          for (const part of parts) drawPart(part, into, hash);
          return { sha256: hash.hex() };
        },
      });
      const split = (part: Part): Split =>
        arraySplit({
          inputs: prepared.numbers(part),
          labels: labelsOf(part),
          shape,
          classes: classes.length,
        });
      const splits = { train: split('train'), test: split('test') };
      // With the names of the classes, a run can be scored on a file of the user (see exampleFile).
      const encoding = { classes };
      return { name, axes, shape, classes, splits, sha256: prepared.facts.sha256, encoding };
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

function readSizes(
  name: string,
  records: GeneratedSizes,
  { context, min }: { readonly context: LoadContext; readonly min: number },
): GeneratedSizes {
  const { options } = context;
  checkOptionNames(name, options, { train: String(records.train), test: String(records.test) });
  const range = { from: min, to: maxSize };
  const sizeOf = (part: keyof GeneratedSizes): number =>
    parseInteger('data', part, options?.[part], range) ?? records[part];
  return { train: sizeOf('train'), test: sizeOf('test') };
}
