import type { Random } from '@axiswise/random';

/** Examples are squares of this many positions a side. */
export const side = 12;
export const classes = 4;
/** Positions along a side of a pattern: a third of the axis. */
const extent = 4;

/** Draws the patterns of all classes once, then adds one example after another to an array of zeros. */
export type DrawExamples = (
  patterns: Random,
) => (label: number, into: Float32Array, random: Random) => void;

/** Values over rows and columns, row after row. */
interface Pattern {
  readonly values: Float32Array;
  readonly columns: number;
}

/**
 * A pattern of each class, as it is or with its sign changed, so that no position says anything by itself.
 * Along each axis it is either short and lies at a position drawn anew for each example, or takes up the
 * whole axis, so that every position has its own part in the pattern. A pattern that lies `around` an axis goes on
 * at its beginning where it leaves its end.
 */
export const drawPattern =
  (row: 'anywhere' | 'around' | 'all', column: 'anywhere' | 'all'): DrawExamples =>
  (patterns) => {
    const [rows, columns] = [row, column].map((how) => (how === 'all' ? side : extent));
    const ofClass = Array.from({ length: classes }, () => drawBlocks(rows, columns, patterns));
    const placeOf = { all: () => 0, anywhere: evenPosition, around: evenPositionAround };
    return (label, into, random) => {
      const [top, left] = [row, column].map((how) => placeOf[how](random));
      addPattern(into, withRandomSign(ofClass[label], random), top, left);
    };
  };

/** A pattern in one of some parts of the rows, each of which has patterns of its own. */
export const drawPatternOfPart =
  ({
    parts,
    isAnywhereInPart,
  }: {
    readonly parts: number;
    /** Whether it lies anywhere in its part; else it takes up the whole part. */
    readonly isAnywhereInPart: boolean;
  }): DrawExamples =>
  (patterns) => {
    const rows = side / parts;
    const ofClass = Array.from({ length: classes }, () =>
      Array.from({ length: parts }, () =>
        drawBlocks(isAnywhereInPart ? extent : rows, side, patterns),
      ),
    );
    return (label, into, random) => {
      const part = random.integer(parts);
      const pattern = withRandomSign(ofClass[label][part], random);
      const within = isAnywhereInPart ? 2 * random.integer((rows - extent) / 2 + 1) : 0;
      addPattern(into, pattern, part * rows + within, 0);
    };
  };

/**
 * A texture at any position: along the rows its sign is steady or changes, and along the columns too. Any
 * single row or column looks the same in both.
 *
 * @param rowsBetweenChanges after how many rows the sign changes; along the columns always after two.
 */
export const drawTexture =
  (rowsBetweenChanges: 1 | 2): DrawExamples =>
  () => {
    const ofClass = Array.from({ length: classes }, (_, label): Pattern => {
      const changes = { rows: label >= 2, columns: label % 2 === 1 };
      const values = Float32Array.from({ length: extent * extent }, (_, i) => {
        const odd = (at: number, between: number): boolean => Math.floor(at / between) % 2 === 1;
        const byRow = changes.rows && odd(Math.floor(i / extent), rowsBetweenChanges);
        const byColumn = changes.columns && odd(i % extent, 2);
        return byRow === byColumn ? 1 : -1;
      });
      return { values, columns: extent };
    });
    return (label, into, random) =>
      addPattern(
        into,
        withRandomSign(ofClass[label], random),
        evenPosition(random),
        evenPosition(random),
      );
  };

/**
 * Two stretches of rows over all columns, one behind the other at any row; behind the last row follows the
 * first. The same two in every class: which comes first, and whether the second has its sign changed, tells the
 * classes apart. So single rows tell nothing, and neither does the place. The two are of one strength and at right
 * angles, so that they are as easily told apart with every seed.
 */
export const drawSequenceAround: DrawExamples = (patterns) => {
  const [one, other] = [0, 1].map(() => drawBlocks(extent / 2, side, patterns).values);
  const along = dot(one, other) / dot(one, one);
  const stretches = [one, other.map((value, i) => value - along * one[i])].map(withDeviationOne);
  const ofClass = Array.from({ length: classes }, (_, label): Pattern => {
    const [first, second] = label % 2 === 0 ? stretches : [...stretches].reverse();
    const sign = label < 2 ? 1 : -1;
    const values = Float32Array.of(...first, ...second.map((value) => sign * value));
    return { values, columns: side };
  });
  return (label, into, random) => {
    const top = 2 * random.integer(side / 2);
    addPattern(into, withRandomSign(ofClass[label], random), top, 0);
  };
};

/**
 * Normal values in blocks of two columns and, usually, two rows: every second position shows all of
 * them.
 */
export function drawBlocks(
  rows: number,
  columns: number,
  random: Random,
  rowsInBlock: 1 | 2 = 2,
): Pattern {
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

/** A position at which a block begins. */
const evenPosition = (random: Random): number => 2 * random.integer((side - extent) / 2 + 1);

const evenPositionAround = (random: Random): number => 2 * random.integer(side / 2);

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

const withDeviationOne = (values: Float32Array): Float32Array => {
  const deviation = Math.sqrt(dot(values, values) / values.length);
  return values.map((value) => value / deviation);
};

function withRandomSign({ values, columns }: Pattern, random: Random): Pattern {
  const sign = random.integer(2) === 0 ? 1 : -1;
  return { values: values.map((value) => sign * value), columns };
}

/** What leaves the last row comes in at the first. */
function addPattern(
  into: Float32Array,
  { values, columns }: Pattern,
  row: number,
  column: number,
): void {
  values.forEach((value, i) => {
    into[((row + Math.floor(i / columns)) % side) * side + column + (i % columns)] += value;
  });
}
