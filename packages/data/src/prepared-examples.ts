import type { Dataset, Split, TargetForm } from './dataset.ts';
import { describeDividedGroups } from './groups.ts';
import type { Prepared } from './prepared/prepare-once.ts';
import { positionSplit } from './position-split.ts';
import { arraySplit, targetSplit } from './splits.ts';

/** What is known of the user's own examples, besides their numbers. */
interface ExampleFacts {
  readonly shape: readonly number[];
  /** Empty where the examples have targets that are no classes of positions. */
  readonly classes: readonly string[];
  /** What the targets are, where examples have some in place of labels. */
  readonly targets?: TargetForm | null;
  /** Null where examples are in no groups. */
  readonly groupNames: readonly string[] | null;
  readonly sha256: string;
}

/**
 * All examples of a place, before they are divided: its `inputs`, its `labels` or `targets` and, where there are
 * any, its `groups`.
 */
export function preparedExamples(
  { facts: { shape, classes, targets, groupNames }, numbers, array }: Prepared<ExampleFacts>,
  { place, exampleName }: { readonly place: string; readonly exampleName: (i: number) => string },
): Split {
  const common = {
    inputs: numbers('inputs'),
    shape,
    groups: groupNames ? array('groups', 'int32') : undefined,
    exampleName,
    name: place,
  };
  if (targets?.axes) {
    return positionSplit({
      ...common,
      labels: { values: array('targets', 'int16'), shape: targets.shape },
      classes: classes.length,
    });
  }
  return targets
    ? targetSplit({
        ...common,
        targets: { values: array('targets', 'float32'), shape: targets.shape },
      })
    : arraySplit({ ...common, labels: array('labels', 'int32'), classes: classes.length });
}

/**
 * The data set of examples that are divided. Reports what a caller should know of the division.
 */
export function preparedDataset(
  { shape, classes, targets, groupNames, sha256 }: ExampleFacts,
  of: Pick<Dataset, 'name' | 'axes' | 'splits' | 'encoding'> & {
    readonly place: string;
    readonly onProgress: ((line: string) => void) | undefined;
  },
): Dataset {
  const { name, axes, splits, encoding, place, onProgress } = of;
  const divided = describeDividedGroups(place, splits);
  if (divided) onProgress?.(divided);
  return {
    name,
    axes,
    shape,
    classes,
    ...(targets && { targets }),
    splits,
    ...(groupNames && { groupsOf: 'group', groupName: (group) => groupNames[group] }),
    sha256,
    encoding,
  };
}
