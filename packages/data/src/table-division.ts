import type { Answers } from './answers.ts';
import type { LoadContext, Split, Splits } from './dataset.ts';
import { divideWhole, refuseFold } from './divide-whole.ts';
import { dividedByParts } from './divided-by-parts.ts';

/**
 * How the rows of a table of files are divided: by its column `split`, else as data that names no splits.
 *
 * @param of.isTrained whether a run that is trained reads them.
 * @throws InputError where a table that names its splits is to be divided into folds; from what is returned, where
 *   a split or a class would have no example.
 */
export function tableDivision(
  { parts }: Pick<Answers, 'parts'>,
  context: LoadContext,
  of: { readonly place: string; readonly isTrained: boolean },
): (whole: Split, classes: readonly string[]) => Splits {
  if (parts) refuseFold(of.place, context.options);
  return (whole, classes) =>
    parts
      ? dividedByParts(whole, parts, { ...of, classes, says: (part) => `the split ${part}` })
      : divideWhole(whole, context, {
          ...{ place: of.place, classes },
          remedy: 'add some, or a column "split"',
        });
}
