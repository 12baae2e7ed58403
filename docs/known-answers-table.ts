import path from 'node:path';
import { count } from '@axiswise/messages';
import { readJson, results, row } from './result-files.ts';

// The table of diagnoses of data with known answers, from what benchmarks/diagnose-known-answers.ts wrote.

interface KnownAnswersRecord {
  readonly command: string;
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly seeds: number;
  readonly backend: string;
  readonly cases: readonly {
    readonly case: string;
    readonly expected: Readonly<Record<string, Record<'slide' | 'subsample', string[]>>>;
  }[];
  readonly outcomes: readonly {
    readonly case: string;
    readonly seed: number;
    readonly right: boolean;
    readonly verdicts: Readonly<
      Record<
        string,
        { readonly verdict: string; readonly right: boolean; readonly because: string }
      >
    >;
  }[];
}

/** With how many seeds the verdicts on data with known answers are right, beside those of the first release. */
export function knownAnswersTable(): string[] {
  const read = (name: string): KnownAnswersRecord =>
    readJson(path.join(results, `${name}.json`)) as KnownAnswersRecord;
  const now = read('diagnose-known-answers');
  // Its verdicts have another name there; how many are right is all that is shown of them.
  const before = read('diagnose-known-answers-satterthwaite');
  const rightOf = (outcomes: readonly { readonly right: boolean }[]): string =>
    `${outcomes.filter(({ right }) => right).length} of ${outcomes.length}`;
  const rightBefore = (name: string): string => {
    const own = before.outcomes.filter((each) => each.case === name);
    return own.length === 0 ? '-' : rightOf(own);
  };
  const wrong = now.outcomes.flatMap((outcome) =>
    Object.entries(outcome.verdicts)
      .filter(([, { right }]) => !right)
      .map(
        ([question, { verdict, because }]) =>
          `- ${outcome.case}, seed ${outcome.seed}, ${question}: *${verdict}*. ${because}.`,
      ),
  );
  const axes = [...new Set(now.cases.flatMap(({ expected }) => Object.keys(expected)))];
  const plural: Readonly<Record<string, string>> = { row: 'rows', column: 'columns' };
  const asked = 'recur, subsamplable';
  const titles = ['right', 'first release'];
  const verdicts = now.outcomes.reduce((sum, each) => sum + Object.keys(each.verdicts).length, 0);
  return [
    row(['case', ...axes.map((axis) => `${plural[axis] ?? axis}: ${asked}`), ...titles]),
    row(['---', ...axes.map(() => '---'), ...titles.map(() => '--:')]),
    ...now.cases.map(({ case: name, expected }) => {
      const own = now.outcomes.filter((each) => each.case === name);
      const answers = axes.map((axis) => {
        if (!(axis in expected)) return '-';
        const { slide, subsample } = expected[axis];
        return `${slide.join(' or ')}, ${subsample.join(' or ')}`;
      });
      return row([name, ...answers, rightOf(own), rightBefore(name)]);
    }),
    '',
    `${now.trainExamples} training and ${count(now.testExamples)} test examples, ${now.seeds} seeds a ` +
      `diagnosis, ${now.backend}: \`${now.command}\`.`,
    '',
    wrong.length === 0
      ? `All ${count(verdicts)} verdicts are right.`
      : `Of ${count(verdicts)} verdicts ${wrong.length} are wrong:`,
    ...(wrong.length === 0 ? [] : ['', ...wrong]),
  ];
}
