import { Random } from '@axiswise/random';
import type { Verdict } from '../diagnosis.ts';
import type { Sample } from '../sampling/draw-sample.ts';
import { type Examples, sizeOf } from '../sampling/examples.ts';
import {
  blocksOf,
  classes,
  drawBlocks,
  type DrawExamples,
  drawFlicker,
  drawPattern,
  drawPatternOfPart,
  drawSequenceAround,
  drawTexture,
} from './draw-patterns.ts';

/** Generated data whose right verdicts follow from how it is drawn. */
export interface KnownAnswer {
  readonly name: string;
  /** How examples are drawn, and so why the verdicts are right. */
  readonly because: string;
  /** In the order of the arrays. */
  readonly axes: Readonly<Record<string, KnownAxis>>;
  /** The standard deviation of the noise; patterns have one of 1. */
  readonly noise: number;
  readonly draw: DrawExamples;
}

interface KnownAxis {
  readonly length: number;
  /** How many neighbours share a value: 2, or 1 where single positions matter. */
  readonly block: 1 | 2;
  /** Whether patterns that leave its end come in at its beginning. */
  readonly cyclic?: true;
  readonly expected: ExpectedVerdicts;
}

/** For each question the verdicts that are right: two where the data are made to allow "not shown". */
interface ExpectedVerdicts {
  readonly slide: readonly Verdict[];
  readonly subsample: readonly Verdict[];
}

/** The deviation of noise that is new at every position, so that dropping positions always loses some. */
const grain = 0.05;

const yes = { slide: ['yes'], subsample: ['yes'] } as const satisfies ExpectedVerdicts;
const no = { slide: ['no'], subsample: ['yes'] } as const satisfies ExpectedVerdicts;
const notYes = {
  slide: ['no', 'not shown'],
  subsample: ['yes'],
} as const satisfies ExpectedVerdicts;
/** Patterns recur, and dropping every second position loses them. */
const everyPosition = { slide: ['yes'], subsample: ['no'] } as const satisfies ExpectedVerdicts;

const along = (
  expected: ExpectedVerdicts,
  options: Partial<Omit<KnownAxis, 'expected'>> = {},
): KnownAxis => ({ length: 12, block: 2, expected, ...options });

/** Squares of twelve positions a side. */
const square = (row: ExpectedVerdicts, column: ExpectedVerdicts): KnownAnswer['axes'] => ({
  row: along(row),
  column: along(column),
});

/** The cases; docs/diagnose.md says with how many seeds the verdicts on each are right. */
export const knownAnswers: readonly KnownAnswer[] = [
  {
    name: 'anywhere along the rows',
    because:
      'each class has a pattern that lies at any row and takes up all columns; values come twice, and ' +
      'with them noise that does not, so that every second position shows the same but for that noise',
    axes: square(yes, no),
    noise: 0.9,
    draw: drawPattern('anywhere', 'all'),
  },
  {
    name: 'anywhere along the columns',
    because: 'the same with rows and columns exchanged',
    axes: square(no, yes),
    noise: 0.9,
    draw: drawPattern('all', 'anywhere'),
  },
  {
    name: 'anywhere along both',
    because:
      'each class has a texture that lies anywhere: steady or changing sign along the rows, and along ' +
      'the columns',
    axes: square(yes, yes),
    noise: 0.35,
    draw: drawTexture(2),
  },
  {
    name: 'position is everything',
    because:
      'each class has a pattern over all positions, as it is or with its signs changed, and nothing ' +
      'turns up twice',
    axes: square(no, no),
    noise: 1.7,
    draw: drawPattern('all', 'all'),
  },
  {
    name: 'destroyed by dropping rows',
    because:
      'the same, but that the sign changes from one row to the next, of which every second row shows ' +
      'nothing, up to a sign that is random anyway',
    axes: { row: along(everyPosition, { block: 1 }), column: along(yes) },
    noise: 0.5,
    draw: drawTexture(1),
  },
  {
    name: 'another pattern in each part',
    because:
      'a pattern lies in one of three parts of the rows and takes up all columns; each part has patterns ' +
      'of its own, so that none turns up in two, and yet a window that sees one part is all that is ' +
      'needed: where sliding gains, it gains by its small window alone, and the verdict may be "not shown", ' +
      'but it must not be yes',
    axes: square(notYes, no),
    noise: 0.7,
    draw: drawPatternOfPart({ parts: 3, isAnywhereInPart: false }),
  },
  {
    name: 'anywhere within a band',
    because:
      'a pattern lies anywhere in the upper or in the lower half of the rows and takes up all columns; each ' +
      'half has patterns of its own: they recur within a band, as the sounds of low and of high frequencies ' +
      'do, and not along the whole axis, so that the verdict must not be yes',
    axes: square(notYes, no),
    noise: 0.7,
    draw: drawPatternOfPart({ parts: 2, isAnywhereInPart: true }),
  },
  {
    name: 'anywhere around the rows',
    because:
      'two stretches of rows follow each other at any row, and at the first row what leaves the last, as along an ' +
      'angle or the hours of a day; their order and signs tell the classes apart: wherever they lie it is the ' +
      'same pattern, so filters should slide, around the end of the axis',
    axes: { row: along(yes, { cyclic: true }), column: along(no) },
    noise: 0.6,
    draw: drawSequenceAround,
  },
  {
    name: 'three axes',
    because:
      'two stretches of rows follow each other at any row over all columns, for half of the time, beginning ' +
      'anywhen: the sign of the second against the first, and whether that of both changes from frame to frame, ' +
      'tell the classes apart; they recur along time and rows, not along the columns, and every second frame ' +
      'does not show whether the sign changes',
    axes: {
      time: along(everyPosition, { length: 8, block: 1 }),
      row: along(yes),
      column: along(no, { length: 8 }),
    },
    noise: 0.8,
    draw: drawFlicker,
  },
];

/** Draws the examples of a case. */
export function drawKnownAnswer(
  { draw, noise, axes: known }: KnownAnswer,
  size: { readonly trainExamples: number; readonly testExamples: number; readonly seed: number },
): Sample {
  const axes = Object.keys(known);
  const lengths = axes.map((axis) => known[axis].length);
  const blocks = blocksOf(
    lengths,
    axes.map((axis) => known[axis].block),
  );
  const shape = [...lengths, 1];
  const cyclic = axes.filter((axis) => known[axis].cyclic);
  const positions = sizeOf(shape);
  const drawOne = draw(lengths, new Random(size.seed, 'patterns'));
  const examples = (count: number, key: string): Examples => {
    const random = new Random(size.seed, 'examples', key);
    const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
    const inputs = new Float32Array(count * positions);
    labels.forEach((label, i) => {
      const values = inputs.subarray(i * positions, (i + 1) * positions);
      drawBlocks(blocks, random).values.forEach(
        (value, j) => (values[j] = noise * value + random.normal(0, grain)),
      );
      drawOne(label, { values, shape: lengths }, random);
    });
    return { axes, cyclic, shape, inputs, labels, classes };
  };
  return {
    axes,
    cyclic,
    shape,
    classes,
    trainExamples: size.trainExamples,
    train: (seedIndex, count = size.trainExamples) =>
      Promise.resolve(examples(count, `train ${seedIndex}`)),
    // The name of its random stream; another would draw other examples than the published ones.
    validation: examples(Math.round(size.testExamples / 4), 'choice'),
    test: examples(size.testExamples, 'test'),
    notes: [],
  };
}
