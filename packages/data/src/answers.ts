import { InputError } from '@axiswise/messages';
import type { TargetForm } from './dataset.ts';
import { type ExamplePart, exampleParts } from './example-parts.ts';

/** What is right for the examples of a file, column by column, as the file says it. */
export interface GivenAnswers {
  /** The line of each example, from 1. */
  readonly lines: readonly number[];
  /** The file of each example, where there are several. */
  readonly fileOf?: readonly string[] | undefined;
  /** Of classes; none where there are targets. */
  readonly names: readonly string[];
  /** The labels of each example, where it may have several; null where it may not. */
  readonly labelLists: readonly (readonly string[])[] | null;
  /** What the numbers of each target are; null where there are classes. */
  readonly targetNames: readonly string[] | null;
  /** Their units, where they have some. */
  readonly units?: readonly string[] | undefined;
  /** The targets one after another. */
  readonly targets: readonly number[];
  readonly parts: readonly (ExamplePart | undefined)[];
  readonly groups: readonly (string | undefined)[];
}

/** The same as numbers. */
export interface Answers {
  /** Empty where there are targets. */
  readonly classes: readonly string[];
  readonly targets: TargetForm | null;
  /** Indices into `classes`. */
  readonly labels: Int32Array;
  /** The targets one after another. */
  readonly values: Float32Array;
  /** For each example an index into {@link exampleParts}; null where the file does not say it. */
  readonly parts: Uint8Array | null;
  /** Indices into `groupNames`. */
  readonly groups: Int32Array | null;
  readonly groupNames: readonly string[] | null;
}

/**
 * Makes numbers of what a file says is right.
 *
 * @param of.trained the classes of the run that is to read the file.
 * @param of.trainedTargets the names of its targets: labels, where examples have several.
 * @throws InputError with the line where a class or label was not trained, or some lines have a split or a
 *   group and others have none; also where there is a single class, or no label at all.
 */
export function answersOf(
  { lines, fileOf, names, labelLists, parts, groups, ...given }: GivenAnswers,
  of: {
    readonly place: string;
    readonly trained: readonly string[] | undefined;
    readonly trainedTargets: readonly string[] | undefined;
  },
): Answers {
  const { place: file, trained, trainedTargets } = of;
  const isOneFile = new Set(fileOf).size <= 1;
  const shortly = (i: number): string => (isOneFile ? `line ${lines[i]}` : placeOf(i));
  const placeOf = (i: number): string => `${fileOf?.[i] ?? file}, line ${lines[i]}`;
  const targetNames = labelLists
    ? (trainedTargets ?? labelsIn(labelLists, file))
    : given.targetNames;
  const values = labelLists
    ? labelLists.flatMap((list, i) => isThere(list, targetNames!, placeOf(i)))
    : given.targets;
  const classes = targetNames ? [] : (trained ?? classesOf(names, file));
  const indices = new Map(classes.map((name, index) => [name, index]));
  const labels = Int32Array.from(targetNames ? [] : names, (name, i) => {
    const index = indices.get(name);
    if (index !== undefined) return index;
    throw new InputError(
      'data',
      `${placeOf(i)}: the class "${name}" is none of the run's, which are ` +
        classes.slice(0, 5).join(', ') +
        (classes.length > 5 ? ', …' : ''),
    );
  });
  const hasParts = allHave('split', parts, file, shortly);
  const hasGroups = allHave('group', groups, file, shortly);
  const groupNames = hasGroups ? [...new Set(groups as readonly string[])] : null;
  const numbers = new Map(groupNames?.map((name, number) => [name, number]));
  return {
    classes,
    targets: targetNames && {
      task: labelLists ? 'multi-label' : 'regression',
      shape: [targetNames.length],
      names: targetNames,
      ...(given.units && { units: given.units }),
    },
    labels,
    values: Float32Array.from(values),
    parts: hasParts ? Uint8Array.from(parts, (part) => exampleParts.indexOf(part!)) : null,
    groups: hasGroups ? Int32Array.from(groups, (name) => numbers.get(name!)!) : null,
    groupNames,
  };
}

function labelsIn(lists: readonly (readonly string[])[], file: string): string[] {
  const names = [...new Set(lists.flat())].sort();
  if (names.length > 0) return names;
  throw new InputError('data', `${file} has no label in any of its lists "labels"; add some`);
}

/** 1 for each label that is in a list, 0 for the others. */
function isThere(list: readonly string[], names: readonly string[], place: string): number[] {
  const unknown = list.find((name) => !names.includes(name));
  if (unknown === undefined) return names.map((name) => Number(list.includes(name)));
  throw new InputError(
    'data',
    `${place}: the label "${unknown}" is none of the run's, which are ${names.join(', ')}`,
  );
}

function classesOf(names: readonly string[], file: string): string[] {
  const classes = [...new Set(names)].sort();
  if (classes.length > 1) return classes;
  throw new InputError(
    'data',
    `${file} has a single class (${classes[0]}); a classifier needs at least two`,
  );
}

/** Whether all lines have a field, or none does. */
function allHave(
  field: string,
  values: readonly (string | undefined)[],
  file: string,
  placeOf: (example: number) => string,
): boolean {
  const without = values.indexOf(undefined);
  const having = values.findIndex((value) => value !== undefined);
  if (without === -1 || having === -1) return without === -1;
  throw new InputError(
    'data',
    `${file}: ${placeOf(having)} has "${field}" and ${placeOf(without)} has none; give it to all ` +
      `lines or to none`,
  );
}
