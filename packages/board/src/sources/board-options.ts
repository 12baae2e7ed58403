import { InputError } from '@axiswise/messages';
import type { LoadContext } from '@axiswise/data';

/** How positions become inputs; kept with a run, so that further positions are read the same way. */
export interface BoardEncoding {
  readonly kind: 'board';
  readonly planes: PlaneCount;
}

/** The sets of feature planes, by how many planes they have. */
export type PlaneCount = 4 | 12 | 48;

const planeCounts: readonly PlaneCount[] = [4, 12, 48];

/**
 * The number of planes: as a run was trained, else as asked for with `planes=`, else the default.
 *
 * @throws InputError where that is no set of planes, or the encoding is not one of boards.
 */
export function planesOf(
  { options = {}, encoding }: Pick<LoadContext, 'options' | 'encoding'>,
  standard: PlaneCount,
): PlaneCount {
  if (encoding !== undefined) return checkEncoding(encoding).planes;
  const asked = options.planes ?? String(standard);
  const planes = planeCounts.find((count) => String(count) === asked);
  if (!planes) {
    throw new InputError('data', `planes is 48, 12 or 4, but '${asked}' came`);
  }
  return planes;
}

/** @throws InputError where a run's encoding is not one of boards. */
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

/**
 * Reads an option that counts something; undefined where it is absent.
 *
 * @throws InputError where it is no whole number from `least` to `most`.
 */
export function countOption(
  options: LoadContext['options'],
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const value = options?.[name];
  if (value === undefined) return undefined;
  const count = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (!(count >= least && count <= most)) {
    throw new InputError(
      'data',
      `${name} is a whole number from ${least} to ${most.toLocaleString('en-US')}, but '${value}' came`,
    );
  }
  return count;
}
