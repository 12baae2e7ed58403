import { InputError, requireOneOf } from '@axiswise/messages';
import type { LoadContext } from '@axiswise/data';
import { fates } from './captures.ts';

/**
 * How positions become inputs; a run stores it, so that further positions are read the same way.
 */
export interface BoardEncoding {
  readonly kind: 'board';
  readonly planes: PlaneCount;
}

/** The sets of feature planes, named by their number of planes. */
export type PlaneCount = 4 | 12 | 48;

const planeCounts: readonly PlaneCount[] = [4, 12, 48];

/**
 * Chooses the number of planes: that of the run, else the option `planes`, else the default.
 *
 * @throws InputError if there is no such set of planes, or the encoding is not one of boards.
 */
export function planesOf(
  { options = {}, encoding }: Pick<LoadContext, 'options' | 'encoding'>,
  defaultPlanes: PlaneCount,
): PlaneCount {
  if (encoding !== undefined) return checkEncoding(encoding).planes;
  if (options.planes === undefined) return defaultPlanes;
  const asked = /^\d+$/.test(options.planes) ? Number(options.planes) : options.planes;
  return requireOneOf('data', 'planes', asked, planeCounts);
}

/** @throws InputError if a run's encoding is not one of boards. */
export function checkEncoding(encoding: unknown): BoardEncoding {
  const { kind, planes } = (encoding ?? {}) as Partial<BoardEncoding>;
  if (kind !== 'board' || !planeCounts.some((count) => count === planes)) {
    throw new InputError(
      'data',
      `the run was not trained on boards: its encoding is ${JSON.stringify(encoding) ?? 'absent'}; ` +
        `name a run of the board experiment`,
    );
  }
  return encoding as BoardEncoding;
}

/** What is predicted of a position: the next move, or which stones are captured soon. */
export type Predicted = (typeof predicted)[number];

const predicted = ['move', 'captures'] as const;

/** @throws InputError if the option `predict` is neither. */
export function predictedOf({
  options = {},
  scoredBy,
}: Pick<LoadContext, 'options' | 'scoredBy'>): Predicted {
  const isOfCaptures = scoredBy?.classes.join() === fates.join();
  const byDefault = isOfCaptures ? 'captures' : 'move';
  return requireOneOf('data', 'predict', options['predict'] ?? byDefault, predicted) as Predicted;
}
