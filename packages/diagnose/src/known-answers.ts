import { Random } from '@axiswise/random';
import type { Verdict } from './diagnosis.ts';
import type { Examples } from './examples.ts';
import type { Sample } from './sample.ts';

/** Generated data whose answers follow from how it is drawn. */
export interface KnownAnswer {
  readonly name: string;
  /** How examples are drawn, and so why the answers are what they are. */
  readonly because: string;
  readonly answers: Readonly<Record<'row' | 'column', KnownAxis>>;
  /** The standard deviation of the noise; patterns have one of 1. */
  readonly noise: number;
  /** Positions along the rows that share a value: 2 but where single rows matter. */
  readonly rowsInBlock: 1 | 2;
  readonly draw: Drawing;
}

/** For each question the verdicts that are right; two where the data is made to leave it open. */
interface KnownAxis {
  readonly slide: readonly Verdict[];
  readonly subsample: readonly Verdict[];
}

/** Draws the patterns of all classes once, then one example after another into a blank array. */
type Drawing = (patterns: Random) => (label: number, into: Float32Array, random: Random) => void;

const side = 12;
const classes = 4;
/** The deviation of noise that is new at every position, so that dropping some is never without trace. */
const grain = 0.05;
/** Positions along a side of a pattern: a third of the axis. */
const extent = 4;

const yes = { slide: ['yes'], subsample: ['yes'] } as const satisfies KnownAxis;
const no = { slide: ['no'], subsample: ['yes'] } as const satisfies KnownAxis;

/**
 * A pattern of a class, as it is or with its signs changed, so that no position says anything by itself:
 * along each axis either a part of it, at a place drawn anew for each example, or all of it, so that
 * every position has its own part in the pattern.
 */
const pattern =
  (row: 'anywhere' | 'all', column: 'anywhere' | 'all'): Drawing =>
  (patterns) => {
    const [rows, columns] = [row, column].map((how) => (how === 'all' ? side : extent));
    const ofClass = Array.from({ length: classes }, () => smooth(rows, columns, patterns));
    return (label, into, random) => {
      const [top, left] = [row, column].map((how) => (how === 'all' ? 0 : evenPlace(random)));
      paint(into, withRandomSign(ofClass[label], random), top, left);
    };
  };

/**
 * A pattern, or the same with its signs changed, in one of three parts of the rows that each have their
 * own.
 */
const ofRegions: Drawing = (patterns) => {
  const thirds = side / extent;
  const ofClass = Array.from({ length: classes }, () =>
    Array.from({ length: thirds }, () => smooth(extent, side, patterns)),
  );
  return (label, into, random) => {
    const third = random.integer(thirds);
    paint(into, withRandomSign(ofClass[label][third], random), third * extent, 0);
  };
};

/**
 * A texture anywhere: along the rows steady or changing sign, and along the columns steady or changing
 * sign. Any single row or column looks alike in both.
 *
 * @param rowsAlike how many rows come before the sign changes; along the columns always two.
 */
const texture =
  (rowsAlike: 1 | 2): Drawing =>
  () => {
    const ofClass = Array.from({ length: classes }, (_, label): Pattern => {
      const changes = { rows: label >= 2, columns: label % 2 === 1 };
      const values = Float32Array.from({ length: extent * extent }, (_, i) => {
        const odd = (at: number, alike: number): boolean => Math.floor(at / alike) % 2 === 1;
        const byRow = changes.rows && odd(Math.floor(i / extent), rowsAlike);
        const byColumn = changes.columns && odd(i % extent, 2);
        return byRow === byColumn ? 1 : -1;
      });
      return { values, columns: extent };
    });
    return (label, into, random) =>
      paint(into, withRandomSign(ofClass[label], random), evenPlace(random), evenPlace(random));
  };

/** Where blocks begin: an example is made of blocks, whatever is in it. */
const evenPlace = (random: Random): number => 2 * random.integer((side - extent) / 2 + 1);

/** What the diagnosis is held to: in each case the verdicts are right with at least 19 of 20 seeds. */
export const knownAnswers: readonly KnownAnswer[] = [
  {
    name: 'anywhere along the rows',
    because:
      'each class has a pattern that lies at any row and takes up all columns; values come twice, and ' +
      'with them noise that does not, so that every second position shows the same but for that noise',
    answers: { row: yes, column: no },
    noise: 0.9,
    rowsInBlock: 2,
    draw: pattern('anywhere', 'all'),
  },
  {
    name: 'anywhere along the columns',
    because: 'the same with rows and columns exchanged',
    answers: { row: no, column: yes },
    noise: 0.9,
    rowsInBlock: 2,
    draw: pattern('all', 'anywhere'),
  },
  {
    name: 'anywhere along both',
    because:
      'each class has a texture that lies anywhere: steady or changing sign along the rows, and along ' +
      'the columns',
    answers: { row: yes, column: yes },
    noise: 0.35,
    rowsInBlock: 2,
    draw: texture(2),
  },
  {
    name: 'position is everything',
    because:
      'each class has a pattern over all positions, as it is or with its signs changed, and nothing ' +
      'turns up twice',
    answers: { row: no, column: no },
    noise: 1.7,
    rowsInBlock: 2,
    draw: pattern('all', 'all'),
  },
  {
    name: 'destroyed by dropping rows',
    because:
      'the same, but that the sign changes from one row to the next, of which every second row shows ' +
      'nothing, up to a sign that is random anyway',
    answers: { row: { slide: ['yes'], subsample: ['no'] }, column: yes },
    noise: 0.5,
    rowsInBlock: 1,
    draw: texture(1),
  },
  {
    name: 'another pattern in each part',
    because:
      'a pattern lies in one of three parts of the rows and takes up all columns; each part has patterns ' +
      'of its own, so that none turns up in two, and yet a window that sees one part is all that is ' +
      'needed: where sliding gains, it gains by its small window alone, and the answer may stay open, ' +
      'but it must not be yes',
    answers: { row: { slide: ['no', 'not shown'], subsample: ['yes'] }, column: no },
    noise: 0.7,
    rowsInBlock: 2,
    draw: ofRegions,
  },
];

/** Examples of a case as the diagnosis takes them. */
export function sampleOf(
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
      smooth(side, side, random, rowsInBlock).values.forEach(
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
    choice: examples(Math.round(size.testExamples / 4), 'choice'),
    test: examples(size.testExamples, 'test'),
    notes: [],
  };
}

interface Pattern {
  readonly values: Float32Array;
  readonly columns: number;
}

/** Normal values in blocks of two columns and, usually, two rows: every second position shows them all. */
function smooth(rows: number, columns: number, random: Random, rowsInBlock: 1 | 2 = 2): Pattern {
  const across = columns / 2;
  const blocks = Float32Array.from({ length: (rows / rowsInBlock) * across }, () =>
    random.normal(),
  );
  const values = Float32Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return blocks[Math.floor(row / rowsInBlock) * across + Math.floor(column / 2)];
  });
  return { values, columns };
}

function withRandomSign({ values, columns }: Pattern, random: Random): Pattern {
  const sign = random.integer(2) === 0 ? 1 : -1;
  return { values: values.map((value) => sign * value), columns };
}

function paint(
  into: Float32Array,
  { values, columns }: Pattern,
  row: number,
  column: number,
): void {
  values.forEach((value, i) => {
    into[(row + Math.floor(i / columns)) * side + column + (i % columns)] += value;
  });
}
