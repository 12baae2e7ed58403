import { inputDrawing, type UnitCell, unitGrid } from '@axiswise/drawing';
import { drawInput } from '@axiswise/experiment';
import { count, decimal } from '@axiswise/messages';
import type { TestedRunFacts } from '@axiswise/runner';
import type { LoggedWeights } from '../run-logger.ts';

/** How many filters and examples a picture shows. */
const mostShown = 16;
/** A filter of more numbers, such as one that spans a large input, would be a picture of noise. */
const mostNumbers = 10_000;

/** A picture as it is logged, before it becomes a PNG. */
export interface LoggedPicture {
  readonly tag: string;
  readonly svg: string;
}

/**
 * Draws the filters of the first convolution along the named axes, all with the same colours; undefined
 * where a network has none.
 *
 * @param weights of kernels, `[...lengths, channels, filters]`.
 */
export function filtersPicture(
  weights: ReadonlyMap<string, LoggedWeights>,
  axes: readonly string[],
): LoggedPicture | undefined {
  const found = [...weights].find(
    ([name, { shape }]) => name.endsWith('/kernel') && shape.length >= 3,
  );
  if (found === undefined) return undefined;
  const [name, { shape, values }] = found;
  const filters = shape[shape.length - 1];
  const size = values.length / filters;
  if (size > mostNumbers) return undefined;
  const along = shape.slice(0, -2);
  const shown = Math.min(filters, mostShown);
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  const cells = Array.from({ length: shown }, (_, filter): UnitCell => {
    const own = Float32Array.from({ length: size }, (_, i) => values[i * filters + filter]);
    const drawing = inputDrawing(own, {
      axes: along.length === axes.length ? axes : along.map((_, i) => `dimension ${i + 1}`),
      shape: shape.slice(0, -1),
      from: -largest,
      to: largest,
    });
    return { title: `filter ${filter}`, captions: [], drawing, examples: [] };
  });
  const layer = name.slice(0, -'/kernel'.length);
  return {
    tag: `filters/${layer}`,
    svg: unitGrid(cells, {
      title: `Filters of ${layer}`,
      subtitle:
        `${count(shown)} of ${count(filters)}, ` +
        `colours from ${decimal(-largest, 3)} to ${decimal(largest, 3)}`,
    }),
  };
}

/** Draws the test examples that were predicted worst, with what was predicted and what is true. */
export async function worstExamplesPicture({
  experiment,
  dataset,
  task: { kind, form },
  outcome,
}: TestedRunFacts): Promise<LoggedPicture | undefined> {
  const { shape, encoding, splits } = dataset;
  const scores = kind.score.of(outcome, form);
  if (scores.length === 0) return undefined;
  const sign = kind.score.better === 'higher' ? 1 : -1;
  // The sort is stable: the first of equal examples stays first.
  const worst = [...scores.keys()]
    .sort((a, b) => sign * (scores[a] - scores[b]))
    .slice(0, mostShown);
  const size = shape.reduce((product, length) => product * length, 1);
  const inputs = new Float32Array(worst.length * size);
  await splits.test.gather(worst, inputs);
  let [from, to] = [Infinity, -Infinity];
  for (const value of inputs) [from, to] = [Math.min(from, value), Math.max(to, value)];
  const part = (of: Float32Array, index: number): Float32Array => {
    const length = of.length / scores.length;
    return of.subarray(index * length, (index + 1) * length);
  };
  const cells = worst.map((index, i): UnitCell => {
    const input = inputs.subarray(i * size, (i + 1) * size);
    return {
      title: `test example ${index}`,
      captions: [
        `predicted ${kind.inWords(part(outcome.predictions, index), form)}`,
        `true ${kind.targetInWords(part(outcome.targets, index), form)}`,
      ],
      drawing: drawInput(experiment, input, { shape, encoding }, { from, to }),
      examples: [],
    };
  });
  return {
    tag: 'test/worst_examples',
    svg: unitGrid(cells, {
      title: 'The worst predictions',
      subtitle: `${count(worst.length)} of ${count(scores.length)} test examples, by ${kind.score.describe}`,
    }),
  };
}
