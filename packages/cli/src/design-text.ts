import type { PairOutcome } from '@axiswise/compare';
import type { Design, DesignedAxis, Proposal } from '@axiswise/design';
import {
  count,
  listAnd,
  percent,
  plural,
  pointsInterval,
  points,
  textTable,
} from '@axiswise/messages';
import { accuracyOf } from '@axiswise/training/kinds';

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
    `Trained\n  ${design.recommended.strategy} gets ${percent(accuracyOf(trained.test), 1)} of ` +
      `${plural(trained.testExamples, 'test example')} right\n  run    ${trained.runDir}\n  model  ${trained.modelDir}/model.json`,
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
  trainExamples,
  testExamples,
}: Design): string {
  const lengths = shape.slice(0, -1).join(' × ');
  const channels = shape[shape.length - 1];
  return (
    `${data}: ${count(trainExamples)} ${examples} to learn from and ${count(testExamples)} to test, of ` +
    `${lengths} positions${channels > 1 ? ` with ${channels} channels` : ''}, in ` +
    `${plural(classes.length, 'class', 'classes')}`
  );
}

/** Says so where the data shows nothing of how filters should move. */
const allGuessed = (axes: readonly DesignedAxis[]): string[] =>
  axes.some(({ moving }) => moving.certainty === 'shown')
    ? []
    : [
        'What filters do is all guessed here: so few examples do not show it. The comparison below tells how much it matters.',
      ];

const certaintyWords = ({ certainty }: Proposal): string =>
  certainty === 'shown' ? 'shown' : 'a guess';

const subsamplingWords = ({ certainty }: Proposal): string =>
  certainty === 'shown' ? 'shown' : 'not shown, so rather not';

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
      `  ${axis}, dropping every second position: ${lost[subsampling.verdict]}`,
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
  const by =
    `${plural(seeds.length, 'seed')} each, ` +
    (tuning ? `the best of ${tuning.configurations} settings each` : 'untuned') +
    `, ${count(trainExamples)} training examples`;
  return [
    `Compared (${by})`,
    textTable(
      [
        { title: 'strategy' },
        { title: 'test accuracy', align: 'right' },
        { title: `${recommended.strategy} is ahead by`, align: 'right' },
        { title: '95 % interval', align: 'right' },
        { title: `so ${recommended.strategy} is` },
      ],
      strategies.map(({ name, accuracy, behind }) => [
        name,
        percent(accuracy.mean, 1),
        behind ? `${points(behind.difference, 1)} points` : '',
        behind ? pointsInterval(behind.low, behind.high, 1) : '',
        behind ? outcomeWords[behind.outcome] : '(recommended)',
      ]),
    ),
    conclusion(design),
  ].join('\n');
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
}: Pick<Design, 'recommended' | 'strategies'>): string {
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
          'Did not learn all it could, so that its accuracy says little of its filters:',
          ...untrained.map(({ name, untrained: because }) => `  ${name}: ${because.join('; ')}`),
          'More training examples help that, more epochs (--epochs), or more tuning (--tune).',
        ]),
  ].join('\n');
}
