import { groupTitle } from './columns.ts';

/** Which model, with which seed, predicts which examples: how the rows of predictions begin. */
export interface ExamplesToWrite {
  readonly model: string;
  readonly seed: number;
  /** The identity of an example: a file name, a line. No two examples have the same. */
  readonly exampleName: (example: number) => string;
  /** Examples that depend on each other: what a group is (`speaker`) and that of each example. */
  readonly groups?:
    { readonly of: string; readonly groupName: (example: number) => string } | undefined;
}

export const titlesOfExamples = ({ groups }: ExamplesToWrite): string[] => [
  ...['model', 'seed', 'example'],
  ...(groups ? [groupTitle(groups.of)] : []),
];

export const fieldsOfExample = (
  { model, seed, exampleName, groups }: ExamplesToWrite,
  example: number,
): (string | number)[] => [
  model,
  seed,
  exampleName(example),
  ...(groups ? [groups.groupName(example)] : []),
];

/** Joins rows to pieces that are worth a write each. */
export function* inPieces(rows: Iterable<string>): Generator<string> {
  let text = '';
  for (const row of rows) {
    text += row;
    if (text.length > 2 ** 16) {
      yield text;
      text = '';
    }
  }
  yield text;
}
