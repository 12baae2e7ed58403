import type { Dataset, Split } from './dataset.ts';
import { describeDividedGroups } from './groups.ts';
import type { Prepared } from './prepared/prepare-once.ts';
import { arraySplit } from './splits.ts';

/** What is known of the user's own examples, besides their numbers. */
interface ExampleFacts {
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  /** Null where examples are in no groups. */
  readonly groupNames: readonly string[] | null;
  readonly sha256: string;
}

/** All examples of a place, before they are divided: its `inputs`, `labels` and, where there are any, `groups`. */
export const preparedExamples = (
  { facts: { shape, classes, groupNames }, numbers, array }: Prepared<ExampleFacts>,
  { place, exampleName }: { readonly place: string; readonly exampleName: (i: number) => string },
): Split =>
  arraySplit({
    inputs: numbers('inputs'),
    labels: array('labels', 'int32'),
    shape,
    classes: classes.length,
    groups: groupNames ? array('groups', 'int32') : undefined,
    exampleName,
    name: place,
  });

/**
 * The data set of examples that are divided. Reports what a caller should know of the division.
 *
 * @param of.toScoreAll how all examples are scored; absent where they are, or where no trained run is scored.
 */
export function preparedDataset(
  { shape, classes, groupNames, sha256 }: ExampleFacts,
  of: Pick<Dataset, 'name' | 'axes' | 'splits' | 'encoding'> & {
    readonly place: string;
    readonly toScoreAll?: string | undefined;
    readonly onProgress: ((line: string) => void) | undefined;
  },
): Dataset {
  const { name, axes, splits, encoding, place, toScoreAll, onProgress } = of;
  if (toScoreAll !== undefined) {
    // The run may have been trained on the rest of these very examples.
    onProgress?.(
      `${splits.test.length} examples of ${place}, a fifth of each class, are the test; to score all, ` +
        toScoreAll,
    );
  }
  const divided = describeDividedGroups(place, splits);
  if (divided) onProgress?.(divided);
  return {
    name,
    axes,
    shape,
    classes,
    splits,
    ...(groupNames && { groupsOf: 'group', groupName: (group) => groupNames[group] }),
    sha256,
    encoding,
  };
}
