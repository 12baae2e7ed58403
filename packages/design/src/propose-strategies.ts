import type { Diagnosis } from '@axiswise/diagnose';
import { shortestAxis, windowLength } from '@axiswise/diagnose';
import {
  alongEach,
  type FilterStrategy,
  pool,
  slide,
  span,
  type Strategy,
} from '@axiswise/geometry';
import { listAnd } from '@axiswise/messages';

type Move = Readonly<Record<string, 'slide' | 'span'>>;

/** What of a diagnosis decides the strategies. */
export type Diagnosed = Pick<Diagnosis, 'axes' | 'recommendation'>;

/** From so many positions on, pooling keeps a quarter of them at once. */
const longAxis = 64;
const secondWindow = 3;

/** What a strategy does along each axis, before there are windows. */
interface Outline {
  readonly name: string;
  readonly move: Move;
  readonly pooled: readonly string[];
  readonly expectation: string;
}

/**
 * The strategies of an experiment that is designed from a diagnosis: the recommended one, then those that do the
 * other thing along one axis, the one that spans everything, and one that subsamples otherwise.
 *
 * @param mostBlocks at most so many blocks of filters, where the axes have room for them.
 * @param options.labelled the axes each of whose positions has a label: filters slide along them and keep them as
 *   long as they are.
 * @param options.keepsPositions whether filters that slide leave as many positions as there were, since labels are
 *   positions.
 * @param options.cyclic the axes that are cyclic, along which a pool must come round.
 */
export function proposeStrategies(
  diagnosed: Diagnosed,
  mostBlocks: 1 | 2,
  {
    keepsPositions = false,
    cyclic = [],
    labelled = [],
  }: {
    readonly keepsPositions?: boolean;
    readonly cyclic?: readonly string[];
    readonly labelled?: readonly string[];
  } = {},
): Readonly<Record<string, Strategy>> {
  const padding = (axis: string) =>
    keepsPositions || labelled.includes(axis) ? ({ padding: 'same' } as const) : {};
  const lengths = new Map(diagnosed.axes.map(({ axis, length }) => [axis, length]));
  const isDeep =
    mostBlocks === 2 &&
    [...lengths].every(
      ([axis, length]) => length < shortestAxis || labelled.includes(axis) || hasRoomForTwo(length),
    );
  const declared = new Map(
    diagnosed.axes.map(({ axis, subsample }) => [axis, subsample.verdict === 'yes']),
  );
  const pools = new Map(
    [...lengths].map(([axis, length]) => [
      axis,
      cyclic.includes(axis) ? poolThatComesRound(length, isDeep ? 2 : 1) : poolSize(length),
    ]),
  );
  const canPool = (axis: string): boolean =>
    pools.get(axis) !== undefined && !labelled.includes(axis);
  return Object.fromEntries(
    outlinesOf(diagnosed, canPool, labelled).map(
      ({ name, move, pooled, expectation }): [string, Strategy] => {
        const block = (windowOf: (length: number) => number): FilterStrategy => ({
          move: alongEach([...lengths.keys()], (axis) =>
            move[axis] === 'slide' ? slide(windowOf(lengths.get(axis)!), padding(axis)) : span(),
          ),
          ...(pooled.length > 0 && {
            pool: alongEach(pooled, (axis) =>
              pool(pools.get(axis)!, declared.get(axis) ? {} : { control: true }),
            ),
          }),
        });
        const blocks = [block(windowLength), ...(isDeep ? [block(() => secondWindow)] : [])];
        return [name, { blocks, expectation }];
      },
    ),
  );
}

const poolSize = (length: number): number => (length >= longAxis ? 4 : 2);

/** The size of pools that divide a cyclic axis, as often as there are blocks; undefined where none does. */
const poolThatComesRound = (length: number, times: number): number | undefined =>
  [poolSize(length), 2, 3, 5].find((size) => length % size ** times === 0);

/** Whether two blocks fit, both pooled. */
function hasRoomForTwo(length: number): boolean {
  const size = poolSize(length);
  const behind = Math.floor((length - windowLength(length) + 1) / size);
  return Math.floor((behind - secondWindow + 1) / size) >= 1;
}

/** @param canPool whether there is a size of pools for an axis. */
function outlinesOf(
  { axes, recommendation }: Diagnosed,
  canPool: (axis: string) => boolean,
  labelled: readonly string[],
): Outline[] {
  const { move } = recommendation;
  const pooled = recommendation.pool.filter(canPool);
  const names = axes.map(({ axis }) => axis);
  const outlines: Outline[] = [];
  const add = (outline: Outline): void => {
    if (!outlines.some(({ name }) => name === outline.name)) outlines.push(outline);
  };
  const nameOf = (of: Move): string => moveName(names, of);
  const isShown = (axis: string): boolean => recommendation.basis?.[axis] === 'shown';
  add({ name: nameOf(move), move, pooled, expectation: 'the best: what the data recommends' });
  for (const { axis, length, subsample } of axes) {
    if (length < shortestAxis || labelled.includes(axis)) continue;
    const other: Move = { ...move, [axis]: move[axis] === 'slide' ? 'span' : 'slide' };
    const also = other[axis] === 'slide' && subsample.verdict === 'yes' && canPool(axis);
    const why =
      other[axis] === 'span'
        ? `a pattern is learned anew at each position along ${axis}`
        : `it looks along ${axis} for patterns that do not recur`;
    add({
      name: nameOf(other),
      move: other,
      pooled: [...pooled.filter((each) => each !== axis), ...(also ? [axis] : [])],
      expectation: isShown(axis)
        ? `worse: ${why}`
        : `open: the data does not show what filters should do along ${axis}`,
    });
  }
  const spanned: Move = alongEach(names, (axis) => (labelled.includes(axis) ? 'slide' : 'span'));
  add({
    name: nameOf(spanned),
    move: spanned,
    pooled: [],
    expectation:
      labelled.length > 0
        ? `worse: a weight is shared along ${listAnd(labelled)} alone`
        : 'worse: a fully connected network, no weight is shared',
  });
  const slid = names.filter((axis) => move[axis] === 'slide' && canPool(axis));
  if (slid.length === 0) return outlines;
  if (pooled.length === slid.length) {
    add({
      name: `${nameOf(move)}-no-pooling`,
      move,
      pooled: [],
      expectation: 'as good, but it computes more: pooling was shown to lose nothing',
    });
  } else {
    const others = axes.filter(({ axis }) => slid.includes(axis) && !pooled.includes(axis));
    const isLoss = others.some(({ subsample }) => subsample.verdict === 'no');
    const along = others.map(({ axis }) => axis).join(' and ');
    add({
      name: `${nameOf(move)}-pooling`,
      move,
      pooled: slid,
      expectation: isLoss
        ? `worse: every second position along ${along} matters`
        : `open: the data does not show whether ${along} may be pooled`,
    });
  }
  return outlines;
}

/**
 * `slide-both`, `slide-time`, `span-both`; of one axis `slide-time` and `span-time`; of three and more
 * `slide-all`, `slide-height-width`, `span-all`.
 */
function moveName(names: readonly string[], move: Move): string {
  const slid = names.filter((axis) => move[axis] === 'slide');
  if (names.length === 1) return `${move[names[0]]}-${dashed(names[0])}`;
  const all = names.length === 2 ? 'both' : 'all';
  if (slid.length === 0) return `span-${all}`;
  return `slide-${slid.length === names.length ? all : slid.map(dashed).join('-')}`;
}

/** A name of an axis as a part of another name: `timeOfDay` → `time-of-day`. */
const dashed = (axis: string): string =>
  axis.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
