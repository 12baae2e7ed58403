import { InputError } from '@axiswise/messages';
import type { Split, Splits } from './dataset.ts';
import { type ExamplePart, exampleParts } from './example-parts.ts';
import { countsOf } from './divide-whole.ts';
import { subset } from './splits.ts';

/**
 * Divides examples as their file says it.
 *
 * @param parts for each example an index into {@link exampleParts}.
 * @param of.isTrained whether a trained run is to be scored, for which a test part is enough.
 * @param of.says how the file says that an example is of a part, for messages.
 * @throws InputError where there is nothing to test or to train, or a class is not in the training part.
 */
export function dividedByParts(
  whole: Split,
  parts: Uint8Array,
  of: {
    readonly place: string;
    readonly classes: readonly string[];
    readonly isTrained: boolean;
    readonly says: (part: ExamplePart) => string;
  },
): Splits {
  const { place, classes, isTrained, says } = of;
  const all = new Uint32Array(whole.length).map((_, i) => i);
  const partOf = (part: ExamplePart): Split =>
    subset(
      whole,
      all.filter((i) => parts[i] === exampleParts.indexOf(part)),
    );
  const [train, validation, test] = [partOf('train'), partOf('validation'), partOf('test')];
  // A trained run can be scored on a test part only.
  const missing = test.length === 0 ? 'test' : train.length === 0 && !isTrained && 'train';
  if (missing) {
    throw new InputError('data', `${place} has no example with ${says(missing)}; add some`);
  }
  const unseen = isTrained ? -1 : countsOf(train, classes).indexOf(0);
  if (unseen !== -1) {
    throw new InputError(
      'data',
      `${place} has no example of the class "${classes[unseen]}" with ${says('train')}, so it cannot be ` +
        `learned; add some`,
    );
  }
  return { train, test, ...(validation.length > 0 && { validation }) };
}
