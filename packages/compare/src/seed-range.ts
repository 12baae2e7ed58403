import { InputError, requireInteger } from '@axiswise/messages';

/** How few and how many seeds a strategy may get where they are added until the claims are decided. */
export interface SeedRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** Before the third seed, an interval over seeds is too wide to decide anything. */
const minimumSeeds = 3;
const defaultMaximum = 10;

/**
 * The range that a call asks for; null where it fixes the number of seeds.
 *
 * @throws InputError where it gives a maximum to a fixed number, or one that is too small.
 */
export function seedRangeOf({
  seeds,
  maxSeeds,
}: {
  readonly seeds?: number | 'auto' | undefined;
  readonly maxSeeds?: number | undefined;
}): SeedRange | null {
  if (seeds === 'auto') {
    const maximum = requireInteger(
      'experiment',
      'the maximum number of seeds',
      maxSeeds ?? defaultMaximum,
      { from: minimumSeeds },
    );
    return { minimum: minimumSeeds, maximum };
  }
  if (maxSeeds === undefined) return null;
  throw new InputError(
    'experiment',
    `a maximum number of seeds (${maxSeeds}) is for seeds that are added until the claims are decided ` +
      `(auto), but ${seeds === undefined ? 'their number is fixed' : `${seeds} are asked for`}; leave out ` +
      `one of the two`,
  );
}
