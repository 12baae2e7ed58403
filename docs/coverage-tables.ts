import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '@axiswise/runner';
import { count, percent } from '@axiswise/messages';
import { machinesOf, readJson, results, row } from './result-files.ts';

// The tables of how far intervals and tests can be trusted, from what benchmarks/coverage.ts and
// benchmarks/more-epochs.ts wrote.

/** How well intervals and p-values kept their promises in simulated experiments. */
export function coverageTable(): string[] {
  const { command, experiments, rows, estimates, groups, metrics, looks, resting } = readJson(
    path.join(results, 'coverage.json'),
  ) as {
    command: string;
    experiments: number;
    rows: { seeds: number; case: string; coverage: number; falseAlarms: number }[];
    estimates: CoverageOfEstimate[];
    groups: CoverageOfGroups[];
    metrics?: CoverageOfMetric[];
    looks?: CoverageOfLooks[];
    resting?: CoverageOfResting[];
  };
  const fewer = metrics ? `, ${count(metrics[0].experiments)} for metrics` : '';
  return [
    row(['seeds', 'what varies', 'intervals that cover', 'p below 0.05']),
    row(['--:', '---', '--:', '--:']),
    ...rows.map(({ seeds, case: what, coverage, falseAlarms }) =>
      row([String(seeds), what, percent(coverage), percent(falseAlarms)]),
    ),
    '',
    ...estimatesTable(estimates),
    '',
    ...groupsTable(groups),
    ...(metrics ? ['', ...metricsTable(metrics)] : []),
    ...(looks ? ['', ...looksTable(looks)] : []),
    ...(resting ? ['', ...restingTable(resting)] : []),
    '',
    `${count(experiments)} experiments each${fewer}: \`${command}\`.`,
    '',
    ...moreEpochsTable(),
  ];
}

/** How well the rule that says "stopped early" foretells what twice the epochs gain. */
function moreEpochsTable(): string[] {
  if (!existsSync(path.join(results, 'more-epochs.json'))) return [];
  const { command, environment, rows } = readJson(path.join(results, 'more-epochs.json')) as {
    command: string;
    environment: Environment;
    rows: {
      experiment: string;
      strategy: string;
      epochs: number;
      verdict: string;
      trainRise: number;
      validationRise: number;
      testAccuracy: number;
      gainOfTwice: number;
    }[];
  };
  const points = (share: number): string => (100 * share).toFixed(1);
  return [
    row([
      'experiment',
      'strategy',
      'epochs',
      'rise of training accuracy in the second half (points)',
      'of validation accuracy',
      'verdict',
      'test accuracy',
      'gain of twice the epochs (points)',
    ]),
    row(['---', '---', '--:', '--:', '--:', '---', '--:', '--:']),
    ...rows.map((each) =>
      row([
        each.experiment,
        each.strategy,
        String(each.epochs),
        points(each.trainRise),
        points(each.validationRise),
        each.verdict,
        percent1(each.testAccuracy),
        points(each.gainOfTwice),
      ]),
    ),
    '',
    `Untuned: \`${command}\`. ${machinesOf([environment]).join(' ')}`,
  ];
}

interface CoverageOfGroups {
  readonly seeds: number;
  readonly groups: number;
  readonly sizes: readonly number[];
  readonly ungrouped: number;
  readonly grouped: number;
  readonly accuracy: number;
  readonly falseAlarmsUngrouped: number;
  readonly falseAlarms: number;
  readonly intraclassCorrelation: number;
}

/** Examples that depend on each other, without and with their groups. */
const groupsTable = (groups: readonly CoverageOfGroups[]): string[] => [
  row([
    'seeds',
    'groups',
    'intraclass correlation',
    'intervals of a difference that cover without groups',
    'with groups',
    'of an accuracy',
    'p below 0.05 without groups',
    'with groups',
  ]),
  row(['--:', '---', '--:', '--:', '--:', '--:', '--:', '--:']),
  ...groups.map((each) =>
    row([
      String(each.seeds),
      `${each.groups} of ${each.sizes.join(', ')}`,
      each.intraclassCorrelation.toFixed(2),
      percent1(each.ungrouped),
      percent1(each.grouped),
      percent1(each.accuracy),
      percent1(each.falseAlarmsUngrouped),
      percent1(each.falseAlarms),
    ]),
  ),
];

interface CoverageOfMetric {
  readonly experiments: number;
  readonly case: string;
  readonly seeds: number;
  readonly metric: string;
  readonly truth: number;
  readonly mean: number;
  readonly coverage: number;
  readonly coverageOfDifference: number;
  readonly falseAlarms: number;
}

/** Metrics, of which some are no means over examples. */
const metricsTable = (metrics: readonly CoverageOfMetric[]): string[] => [
  row([
    'seeds',
    'test examples',
    'metric',
    'true value',
    'mean estimate',
    'intervals that cover',
    'of a difference',
    'p below 0.05',
  ]),
  row(['--:', '---', '---', '--:', '--:', '--:', '--:', '--:']),
  ...metrics.map((each) =>
    row([
      String(each.seeds),
      each.case,
      each.metric,
      each.truth.toFixed(3),
      each.mean.toFixed(3),
      percent1(each.coverage),
      percent1(each.coverageOfDifference),
      percent1(each.falseAlarms),
    ]),
  ),
];

interface CoverageOfLooks {
  readonly case: string;
  readonly experiments: number;
  readonly trueDifference: number;
  readonly decided: number;
  readonly decidedByFive: number;
  readonly seeds: number;
  readonly covered: number;
  readonly coveredUncorrected: number;
}

interface CoverageOfResting {
  readonly case: string;
  readonly experiments: number;
  readonly trueAccuracies: readonly number[];
  readonly falseVerdictsAtAnyLook: number;
  readonly falseVerdicts: number;
  readonly coveredAtEveryLook: number;
  readonly covered: number;
  readonly decided: number;
  readonly trainings: number;
}

/** Four strategies, which rest as soon as nothing of them is open. */
const restingTable = (resting: readonly CoverageOfResting[]): string[] => [
  row([
    'true accuracies (%)',
    'what varies',
    'experiments',
    'a false verdict at any look',
    'at the end',
    'intervals that cover at every look',
    'at the end',
    'true differences decided',
    'trainings on average',
  ]),
  row(['---', '---', '--:', '--:', '--:', '--:', '--:', '--:', '--:']),
  ...resting.map((each) =>
    row([
      each.trueAccuracies.map((accuracy) => (100 * accuracy).toFixed(1)).join(', '),
      each.case,
      count(each.experiments),
      percent1(each.falseVerdictsAtAnyLook),
      percent1(each.falseVerdicts),
      percent1(each.coveredAtEveryLook),
      percent1(each.covered),
      new Set(each.trueAccuracies).size === 1 ? '' : percent1(each.decided),
      each.trainings.toFixed(1),
    ]),
  ),
];

/** A look after each of 3 to 10 seeds, as against five seeds fixed before. */
const looksTable = (looks: readonly CoverageOfLooks[]): string[] => [
  row([
    'true difference',
    'what varies',
    'experiments',
    'decided by looks',
    'by five seeds',
    'seeds on average',
    'intervals that cover at every look',
    'those of a fixed number of seeds',
  ]),
  row(['--:', '---', '--:', '--:', '--:', '--:', '--:', '--:']),
  ...looks.map((each) =>
    row([
      `${(100 * each.trueDifference).toFixed(1)} points`,
      each.case,
      count(each.experiments),
      percent1(each.decided),
      percent1(each.decidedByFive),
      each.seeds.toFixed(1),
      percent1(each.covered),
      percent1(each.coveredUncorrected),
    ]),
  ),
];

interface CoverageOfEstimate {
  readonly seeds: number;
  readonly kind: string;
  readonly example: string;
  readonly coverage: number;
  readonly coverageBySatterthwaite: number;
}

/** How often the intervals of `diagnose` cover, by the estimator that it had before too. */
function estimatesTable(estimates: readonly CoverageOfEstimate[]): string[] {
  const groups = new Map<string, CoverageOfEstimate[]>();
  for (const each of estimates) {
    const key = `${each.seeds} ${each.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [
    row(['seeds', 'estimate', 'intervals that cover', 'in the first release']),
    row(['--:', '---', '--:', '--:']),
    ...[...groups.values()].map((cases) =>
      row([
        String(cases[0].seeds),
        `${cases[0].kind}: ${cases[0].example}`,
        range(cases.map(({ coverage }) => coverage)),
        range(cases.map(({ coverageBySatterthwaite }) => coverageBySatterthwaite)),
      ]),
    ),
  ];
}

const range = (shares: readonly number[]): string =>
  `${(100 * Math.min(...shares)).toFixed(1)} to ${percent1(Math.max(...shares))}`;

const percent1 = (share: number): string => percent(share, 1);
