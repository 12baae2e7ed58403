import type { ComparedFigure, PairOutcome } from '@axiswise/compare';
import type { Design, DesignedAxis, DesignedStrategy, Proposal } from '@axiswise/design';
import {
  count,
  figureWords,
  listAnd,
  percent,
  plural,
  pointsInterval,
  points,
  textTable,
} from '@axiswise/messages';
import { accuracyOf, predictedWords, taskKindOf } from '@axiswise/training/kinds';
import { describeScores } from './scores.ts';

/** Writes a design for a terminal: what is proposed of every axis, why, and how the network fared. */
export function designText(design: Design): string {
  const { axes, experiment, files, trained } = design;
  return [
    sizeWords(design),
    textTable(
      [
        { title: 'axis' },
        { title: 'positions', align: 'right' },
        { title: 'filters' },
        { title: 'how sure' },
        { title: 'pooling' },
        { title: 'how sure' },
      ],
      axes.map(({ axis, length, move, moving, subsample, subsampling }) => [
        axis,
        count(length),
        move === 'slide' ? 'slide along it' : 'span it',
        certaintyWords(moving),
        move === 'span' ? '-' : subsample ? 'yes' : 'no',
        move === 'span' ? '' : subsamplingWords(subsampling),
      ]),
    ),
    'To slide is to look for the same pattern at every position; to span is to have weights of its own for each.\n' +
      'To pool is to keep every second position or so. "Shown" means that chance hardly explains it.',
    ...allGuessed(axes),
    `Why\n${whyText(axes)}`,
    `Written\n${files.map((file) => `  ${file}`).join('\n')}`,
    `Trained\n  ${trainedWords(design)}\n  run    ${trained.runDir}\n  model  ${trained.modelDir}/model.json`,
    comparedText(design),
    `Next: read ${declarationOf(files)}, and correct its reasons where you know better; then\n` +
      `  npx axiswise train ${experiment}      trains it again\n` +
      `  npx axiswise compare ${experiment}    compares all strategies with more seeds`,
  ].join('\n\n');
}

/** `experiments/<name>/experiment.ts`, `.mts` where the project is no ES module. */
const declarationOf = (files: readonly string[]): string =>
  files.find((file) => /experiment\.m?ts$/.test(file))!;

function sizeWords({
  data,
  examples,
  shape,
  classes,
  task,
  trainExamples,
  testExamples,
}: Design): string {
  const lengths = shape.slice(0, -1).join(' × ');
  const channels = shape[shape.length - 1];
  return (
    `${data}: ${count(trainExamples)} ${examples} to learn from and ${count(testExamples)} to test, of ` +
    `${lengths} positions${channels > 1 ? ` with ${channels} channels` : ''}` +
    (task
      ? `; predicted are ${predictedWords({ targets: task.targets, classes })}`
      : `, in ${plural(classes.length, 'class', 'classes')}`)
  );
}

/** What the recommended network reached; it is written as `train` writes it where it is no accuracy. */
function trainedWords({ recommended: { strategy }, trained, task, classes }: Design): string {
  const { test, testExamples } = trained;
  if (!task) {
    return `${strategy} gets ${percent(accuracyOf(test), 1)} of ${plural(testExamples, 'test example')} right`;
  }
  const predicted = { classes, targets: task.targets };
  const { headline, metrics } = taskKindOf(predicted);
  return (
    `${strategy}: test ${metrics[headline].describe} ` +
    describeScores(test, testExamples, predicted, {})
  );
}

/** Says so where the data shows nothing of how filters should move. */
const allGuessed = (axes: readonly DesignedAxis[]): string[] =>
  axes.some(({ moving }) => moving.certainty === 'shown')
    ? []
    : [
        'What filters do is all guessed here: so few examples do not show it. The comparison below tells how much it matters.',
      ];

const certaintyInWords = { shown: 'shown', guess: 'a guess', given: 'given' } as const;

const certaintyWords = ({ certainty }: Proposal): string => certaintyInWords[certainty];

const subsamplingWords = ({ certainty }: Proposal): string =>
  certainty === 'guess' ? 'not shown, so rather not' : certaintyInWords[certainty];

/** Both proposals of every axis with their reasons, each reason once. */
function whyText(axes: readonly DesignedAxis[]): string {
  const said = new Set<string>();
  const reasons = (proposal: Proposal): string[] => {
    if (said.has(proposal.because)) return ['    As above.'];
    said.add(proposal.because);
    return sentencesOf(proposal);
  };
  const lost = { yes: 'loses nothing', no: 'loses something', 'not shown': 'not shown' } as const;
  return axes
    .flatMap(({ axis, move, moving, subsampling }) => [
      `  ${axis}, ${move === 'slide' ? 'sliding' : 'spanning'}: ${certaintyWords(moving)}`,
      ...reasons(moving),
      `  ${axis}, dropping every second position: ${subsampling.certainty === 'given' ? 'given' : lost[subsampling.verdict]}`,
      ...reasons(subsampling),
    ])
    .join('\n');
}

/** Each sentence on a line of its own. */
const sentencesOf = ({ because }: Proposal): string[] =>
  because.split(/(?<=\.) (?=[A-Z])/).map((sentence) => `    ${sentence.replace(/\.?$/, '.')}`);

function comparedText(design: Design): string {
  const { recommended, strategies, comparison } = design;
  const { experiments } = comparison;
  const [{ seeds, tuning, trainExamples }] = experiments;
  const { task } = design;
  const columns = columnsOf(task);
  const ahead = aheadBy(task);
  const by =
    `${plural(seeds.length, 'seed')} each, ` +
    (tuning ? `the best of ${tuning.configurations} settings each` : 'untuned') +
    `, ${count(trainExamples)} training examples`;
  return [
    `Compared (${by})`,
    textTable(
      [
        { title: 'strategy' },
        ...columns.map(({ title }) => ({ title, align: 'right' }) as const),
        { title: `${recommended.strategy} is ahead by`, align: 'right' },
        { title: '95 % interval', align: 'right' },
        { title: `so ${recommended.strategy} is` },
      ],
      strategies.map((strategy) => [
        strategy.name,
        ...columns.map(({ of }) => of(strategy)),
        ...ahead(strategy.behind),
        strategy.behind ? outcomeWords[strategy.behind.outcome] : '(recommended)',
      ]),
    ),
    ...directionWords(task),
    conclusion(design),
  ].join('\n');
}

/** What is measured of each strategy, in columns: accuracy, or the score of the task and its other metrics. */
function columnsOf(
  task: Design['task'],
): readonly { readonly title: string; readonly of: (strategy: DesignedStrategy) => string }[] {
  if (!task) {
    return [{ title: 'test accuracy', of: ({ accuracy }) => percent(accuracy.mean, 1) }];
  }
  const column = (figure: ComparedFigure, meanOf: (of: DesignedStrategy) => number | undefined) => {
    const { title, number } = figureWords(figure);
    return {
      title,
      of: (strategy: DesignedStrategy): string => {
        const mean = meanOf(strategy);
        return mean === undefined || !Number.isFinite(mean) ? 'none' : number(mean);
      },
    };
  };
  return [
    column(task.score, ({ score }) => score?.mean),
    ...Object.entries(task.metrics).map(([name, figure]) =>
      column(figure, ({ metrics }) => metrics?.[name]?.mean),
    ),
  ];
}

/** By how much the recommended strategy is ahead, and the interval: of an error, by how much lower it is. */
function aheadBy(task: Design['task']): (behind: DesignedStrategy['behind']) => [string, string] {
  const { score } = task ?? {};
  return (behind) => {
    if (!behind) return ['', ''];
    const { difference, low, high } = behind;
    if (!score) return [`${points(difference, 1)} points`, pointsInterval(low, high, 1)];
    const words = figureWords(score);
    const turn = (value: number | null): number | null => (value === null ? null : -value);
    const [by, from, to] =
      score.better === 'higher' ? [difference, low, high] : [-difference, turn(high), turn(low)];
    const unit = score.isShare ? 'points' : words.differenceUnit;
    return [`${words.difference(by, from, to)} ${unit}`.trim(), words.differenceInterval(from, to)];
  };
}

/** Which way is better, where it is not accuracy. */
function directionWords(task: Design['task']): string[] {
  if (!task) return [];
  const figures = [task.score, ...Object.values(task.metrics)];
  const those = (way: ComparedFigure['better']): string[] => {
    const names = figures.filter(({ better }) => better === way).map(({ describe }) => describe);
    return names.length === 0 ? [] : [`${way} is better of ${listAnd(names)}`];
  };
  const directions = [...those('lower'), ...those('higher')].join('; ');
  return [
    `Compared by the ${task.score.describe} of each test example. ` +
      `${directions.charAt(0).toUpperCase()}${directions.slice(1)}.`,
  ];
}

const outcomeWords = {
  better: 'better',
  worse: 'worse',
  'not shown': 'perhaps no different',
  'not testable': 'not to be judged',
} as const satisfies Record<PairOutcome, string>;

/** What the comparison says of the recommendation, and of what its sentences do not hold. */
export function conclusion({
  recommended: { strategy },
  strategies,
  task,
}: Pick<Design, 'recommended' | 'strategies' | 'task'>): string {
  const that = (outcome: PairOutcome): string[] =>
    strategies.filter(({ behind }) => behind?.outcome === outcome).map(({ name }) => name);
  const [beaten, ahead, open] = [that('better'), that('worse'), that('not shown')];
  const isJudged = beaten.length + ahead.length + open.length > 0;
  const untrained = strategies.filter((each) => each.untrained.length > 0);
  return [
    beaten.length > 0
      ? `${strategy} is better than ${listAnd(beaten)}: chance hardly explains that.`
      : isJudged
        ? `${strategy} is not shown to be better than any of the others.`
        : `Whether ${strategy} is better than the others cannot be judged yet.`,
    ...(ahead.length === 0
      ? []
      : [`But ${listAnd(ahead)} did better: think again about the axis in which they differ.`]),
    ...(open.length === 0 || beaten.length + ahead.length === 0
      ? []
      : [`Chance may be all that lies between it and ${listAnd(open)}.`]),
    ...(open.length === 0
      ? []
      : ['More seeds and more examples would tell; these were chosen to take minutes.']),
    ...(untrained.length === 0
      ? []
      : [
          `Did not learn all it could, so that its ${task?.score.describe ?? 'accuracy'} says little of its filters:`,
          ...untrained.map(({ name, untrained: because }) => `  ${name}: ${because.join('; ')}`),
          'More training examples help that, more epochs (--epochs), or more tuning (--tune).',
        ]),
  ].join('\n');
}
