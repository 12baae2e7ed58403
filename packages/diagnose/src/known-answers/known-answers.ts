import { Random } from '@axiswise/random';
import type { Verdict } from '../diagnosis.ts';
import type { Sample } from '../sampling/draw-sample.ts';
import type { Examples } from '../sampling/examples.ts';
import {
  classes,
  drawBlocks,
  type DrawExamples,
  drawPattern,
  drawPatternOfPart,
  drawSequenceAround,
  drawTexture,
  side,
} from './draw-patterns.ts';

/** Generated data whose right verdicts follow from how it is drawn. */
export interface KnownAnswer {
  readonly name: string;
  /** How examples are drawn, and so why the verdicts are right. */
  readonly because: string;
  readonly expected: Readonly<Record<'row' | 'column', ExpectedVerdicts>>;
  /** The standard deviation of the noise; patterns have one of 1. */
  readonly noise: number;
  /** Positions along the rows that share a value: 2, or 1 where single rows matter. */
  readonly rowsInBlock: 1 | 2;
  /** Whether patterns that leave the end of the rows come in at their beginning. */
  readonly aroundRows?: boolean;
  readonly draw: DrawExamples;
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

/** The cases; docs/diagnose.md says with how many seeds the verdicts on each are right. */
export const knownAnswers: readonly KnownAnswer[] = [
  {
    name: 'anywhere along the rows',
    because:
      'each class has a pattern that lies at any row and takes up all columns; values come twice, and ' +
      'with them noise that does not, so that every second position shows the same but for that noise',
    expected: { row: yes, column: no },
    noise: 0.9,
    rowsInBlock: 2,
    draw: drawPattern('anywhere', 'all'),
  },
  {
    name: 'anywhere along the columns',
    because: 'the same with rows and columns exchanged',
    expected: { row: no, column: yes },
    noise: 0.9,
    rowsInBlock: 2,
    draw: drawPattern('all', 'anywhere'),
  },
  {
    name: 'anywhere along both',
    because:
      'each class has a texture that lies anywhere: steady or changing sign along the rows, and along ' +
      'the columns',
    expected: { row: yes, column: yes },
    noise: 0.35,
    rowsInBlock: 2,
    draw: drawTexture(2),
  },
  {
    name: 'position is everything',
    because:
      'each class has a pattern over all positions, as it is or with its signs changed, and nothing ' +
      'turns up twice',
    expected: { row: no, column: no },
    noise: 1.7,
    rowsInBlock: 2,
    draw: drawPattern('all', 'all'),
  },
  {
    name: 'destroyed by dropping rows',
    because:
      'the same, but that the sign changes from one row to the next, of which every second row shows ' +
      'nothing, up to a sign that is random anyway',
    expected: { row: { slide: ['yes'], subsample: ['no'] }, column: yes },
    noise: 0.5,
    rowsInBlock: 1,
    draw: drawTexture(1),
  },
  {
    name: 'another pattern in each part',
    because:
      'a pattern lies in one of three parts of the rows and takes up all columns; each part has patterns ' +
      'of its own, so that none turns up in two, and yet a window that sees one part is all that is ' +
      'needed: where sliding gains, it gains by its small window alone, and the verdict may be "not shown", ' +
      'but it must not be yes',
    expected: { row: { slide: ['no', 'not shown'], subsample: ['yes'] }, column: no },
    noise: 0.7,
    rowsInBlock: 2,
    draw: drawPatternOfPart({ parts: 3, isAnywhereInPart: false }),
  },
  {
    name: 'anywhere within a band',
    because:
      'a pattern lies anywhere in the upper or in the lower half of the rows and takes up all columns; each ' +
      'half has patterns of its own: they recur within a band, as the sounds of low and of high frequencies ' +
      'do, and not along the whole axis, so that the verdict must not be yes',
    expected: { row: { slide: ['no', 'not shown'], subsample: ['yes'] }, column: no },
    noise: 0.7,
    rowsInBlock: 2,
    draw: drawPatternOfPart({ parts: 2, isAnywhereInPart: true }),
  },
  {
    name: 'anywhere around the rows',
    because:
      'two stretches of rows follow each other at any row, and at the first row what leaves the last, as along an ' +
      'angle or the hours of a day; their order and signs tell the classes apart: wherever they lie it is the ' +
      'same pattern, so filters should slide, around the axis at best',
    expected: { row: yes, column: no },
    noise: 0.6,
    rowsInBlock: 2,
    aroundRows: true,
    draw: drawSequenceAround,
  },
];

/** Draws the examples of a case. */
export function drawKnownAnswer(
  { draw, noise, rowsInBlock }: KnownAnswer,
  size: { readonly trainExamples: number; readonly testExamples: number; readonly seed: number },
): Sample {
  const drawOne = draw(new Random(size.seed, 'patterns'));
  const examples = (count: number, key: string): Examples => {
    const random = new Random(size.seed, 'examples', key);
    const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
    const inputs = new Float32Array(count * side * side);
    labels.forEach((label, i) => {
      const into = inputs.subarray(i * side * side, (i + 1) * side * side);
      drawBlocks(side, side, random, rowsInBlock).values.forEach(
        (value, j) => (into[j] = noise * value + random.normal(0, grain)),
      );
      drawOne(label, into, random);
    });
    return { axes: ['row', 'column'], shape: [side, side, 1], inputs, labels, classes };
  };
  return {
    axes: ['row', 'column'],
    shape: [side, side, 1],
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
