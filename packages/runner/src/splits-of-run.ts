import { type Dataset, holdOut, type Split, takeExamples } from '@axiswise/data';
import type { Plan } from './run-plan.ts';

/** The seed by which examples are set aside: the same for every run, so that runs can be compared. */
const validationSeed = 0;

/**
 * The examples that a run trains on, and those that it selects by: the data's own, or a share of the training
 * examples.
 *
 * @throws InputError where there are too few examples for that.
 */
export function splitsOf(
  dataset: Pick<Dataset, 'splits'>,
  {
    trainExamples,
    validation: share,
    seed,
  }: Pick<Plan['asked'], 'trainExamples' | 'validation' | 'seed'>,
): Pick<Dataset['splits'], 'train' | 'validation'> {
  const { train: all, validation } = dataset.splits;
  const split =
    validation || share === 0
      ? { rest: all, heldOut: validation }
      : held.of(all, String(share), () => holdOut(all, { fraction: share, seed: validationSeed }));
  return {
    train:
      trainExamples === undefined || trainExamples === split.rest.length
        ? split.rest
        : taken.of(split.rest, `${trainExamples} ${seed}`, () =>
            takeExamples(split.rest, trainExamples, seed),
          ),
    ...(split.heldOut && { validation: split.heldOut }),
  };
}

/**
 * Remembers what was drawn last from a split: a comparison plans all of its trials from the same data, and
 * drawing takes longer than all else of a plan.
 */
class LastDrawn<Drawn> {
  readonly #last = new WeakMap<Split, { readonly key: string; readonly drawn: Drawn }>();

  of(split: Split, key: string, draw: () => Drawn): Drawn {
    const last = this.#last.get(split);
    if (last?.key === key) return last.drawn;
    const drawn = draw();
    this.#last.set(split, { key, drawn });
    return drawn;
  }
}

const held = new LastDrawn<{ readonly rest: Split; readonly heldOut: Split }>();
const taken = new LastDrawn<Split>();
