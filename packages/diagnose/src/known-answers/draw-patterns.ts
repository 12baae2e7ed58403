import type { Random } from '@axiswise/random';

export const classes = 4;
/** Positions along a side of a pattern. */
const extent = 4;

/** Values at the positions of some axes, the last axis quickest. */
export interface Values {
  readonly values: Float32Array;
  /** The length of each axis. */
  readonly shape: readonly number[];
}

/** Draws the patterns of all classes once, then adds one example after another to an array of zeros. */
export type DrawExamples = (
  /** Of an example. */
  shape: readonly number[],
  patterns: Random,
) => (label: number, into: Values, random: Random) => void;

/**
 * A pattern of each class, as it is or with its sign changed, so that no position says anything by itself.
 * Along each axis it is either short and lies at a position drawn anew for each example, or takes up the
 * whole axis, so that every position has its own part in the pattern.
 */
export const drawPattern =
  (...along: readonly ('anywhere' | 'all')[]): DrawExamples =>
  (shape, patterns) => {
    const lengths = along.map((how, i) => (how === 'all' ? shape[i] : extent));
    const ofClass = Array.from({ length: classes }, () => drawBlocks(blocksOf(lengths), patterns));
    return (label, into, random) => {
      const start = along.map((how, i) => (how === 'all' ? 0 : evenPosition(shape[i], random)));
      addPattern(into, withRandomSign(ofClass[label], random), start);
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
  ([rows, columns], patterns) => {
    const own = rows / parts;
    const ofClass = Array.from({ length: classes }, () =>
      Array.from({ length: parts }, () =>
        drawBlocks(blocksOf([isAnywhereInPart ? extent : own, columns]), patterns),
      ),
    );
    return (label, into, random) => {
      const part = random.integer(parts);
      const pattern = withRandomSign(ofClass[label][part], random);
      const within = isAnywhereInPart ? evenPosition(own, random) : 0;
      addPattern(into, pattern, [part * own + within, 0]);
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
  ([rows, columns]) => {
    const ofClass = Array.from({ length: classes }, (_, label): Values => {
      const changes = { rows: label >= 2, columns: label % 2 === 1 };
      const values = Float32Array.from({ length: extent * extent }, (_, i) => {
        const odd = (at: number, between: number): boolean => Math.floor(at / between) % 2 === 1;
        const byRow = changes.rows && odd(Math.floor(i / extent), rowsBetweenChanges);
        const byColumn = changes.columns && odd(i % extent, 2);
        return byRow === byColumn ? 1 : -1;
      });
      return { values, shape: [extent, extent] };
    });
    return (label, into, random) => {
      const pattern = withRandomSign(ofClass[label], random);
      addPattern(into, pattern, [evenPosition(rows, random), evenPosition(columns, random)]);
    };
  };

/**
 * Two stretches of rows over all columns, one behind the other at any row; behind the last row follows the
 * first. The same two in every class: which comes first, and whether the second has its sign changed, tells the
 * classes apart. So single rows tell nothing, and neither does the place. The two are of one strength and at right
 * angles, so that they are as easily told apart with every seed.
 */
export const drawSequenceAround: DrawExamples = ([rows, columns], patterns) => {
  const stretches = drawStretches(columns, patterns);
  const ofClass = Array.from({ length: classes }, (_, label): Values => {
    const [first, second] = label % 2 === 0 ? stretches : [...stretches].reverse();
    return { values: behind(first, second, label < 2 ? 1 : -1), shape: [extent, columns] };
  });
  return (label, into, random) => {
    const top = 2 * random.integer(rows / 2);
    addPattern(into, withRandomSign(ofClass[label], random), [top, 0]);
  };
};

/**
 * One of two pictures at any row, over all columns, for some frames that begin at any time. The pictures are two
 * stretches of rows, one behind the other, and differ in whether the second has its sign changed. The sign of the whole
 * is steady, or changes from one frame to the next. So single rows and single frames tell nothing, and every second
 * frame looks the same whether the sign changes or not.
 */
export const drawFlicker: DrawExamples = ([frames, rows, columns], patterns) => {
  const [first, second] = drawStretches(columns, patterns);
  const ofClass = Array.from({ length: classes }, (_, label): Values => {
    const picture = behind(first, second, label < 2 ? 1 : -1);
    const signOf = (frame: number): number => (label % 2 === 1 && frame % 2 === 1 ? -1 : 1);
    const values = Array.from({ length: extent }, (_, frame) =>
      Array.from(picture, (value) => signOf(frame) * value),
    );
    return { values: Float32Array.from(values.flat()), shape: [extent, extent, columns] };
  });
  return (label, into, random) => {
    const pattern = withRandomSign(ofClass[label], random);
    const start = random.integer(frames - extent + 1);
    addPattern(into, pattern, [start, evenPosition(rows, random), 0]);
  };
};

/** Half of a pattern's rows each, over all columns: two of one strength and at right angles. */
function drawStretches(columns: number, patterns: Random): [Float32Array, Float32Array] {
  const blocks = blocksOf([extent / 2, columns]);
  const [one, other] = [0, 1].map(() => drawBlocks(blocks, patterns).values);
  const along = dot(one, other) / dot(one, one);
  return [withDeviationOne(one), withDeviationOne(other.map((value, i) => value - along * one[i]))];
}

const behind = (first: Float32Array, second: Float32Array, sign: 1 | -1): Float32Array =>
  Float32Array.of(...first, ...second.map((value) => sign * value));

/** Positions of which neighbours belong to one block. */
export interface Blocks {
  /** The length of each axis. */
  readonly shape: readonly number[];
  /** For each position the number of its block. */
  readonly ofPosition: Uint32Array;
  readonly count: number;
}

/** @param lengths how long a block is along each axis: by default two, so that every second position shows all. */
export function blocksOf(
  shape: readonly number[],
  lengths: readonly number[] = shape.map(() => 2),
): Blocks {
  const counts = shape.map((length, axis) => length / lengths[axis]);
  const ofPosition: number[] = [];
  const visit = (axis: number, block: number): void => {
    if (axis === shape.length) {
      ofPosition.push(block);
      return;
    }
    for (let at = 0; at < shape[axis]; at++) {
      visit(axis + 1, block * counts[axis] + Math.floor(at / lengths[axis]));
    }
  };
  visit(0, 0);
  return { shape, ofPosition: Uint32Array.from(ofPosition), count: counts.reduce((a, b) => a * b) };
}

/** A normal value for each block. */
export function drawBlocks({ shape, ofPosition, count }: Blocks, random: Random): Values {
  const drawn = Float32Array.from({ length: count }, () => random.normal());
  return { values: Float32Array.from(ofPosition, (block) => drawn[block]), shape };
}

/** A position at which a block begins, with room for a pattern behind it. */
const evenPosition = (length: number, random: Random): number =>
  2 * random.integer((length - extent) / 2 + 1);

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

const withDeviationOne = (values: Float32Array): Float32Array => {
  const deviation = Math.sqrt(dot(values, values) / values.length);
  return values.map((value) => value / deviation);
};

function withRandomSign({ values, shape }: Values, random: Random): Values {
  const sign = random.integer(2) === 0 ? 1 : -1;
  return { values: values.map((value) => sign * value), shape };
}

/** What leaves the end of an axis comes in at its beginning. */
function addPattern(into: Values, { values, shape }: Values, start: readonly number[]): void {
  const visit = (axis: number, from: number, to: number): void => {
    if (axis === shape.length) {
      into.values[to] += values[from];
      return;
    }
    const length = into.shape[axis];
    for (let at = 0; at < shape[axis]; at++) {
      visit(axis + 1, from * shape[axis] + at, to * length + ((start[axis] + at) % length));
    }
  };
  visit(0, 0, 0);
}
