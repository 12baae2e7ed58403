/**
 * Writes the tables of measured results, from files that commands wrote into benchmarks/results: each
 * experiment's own table into its README.md, the default strategies and ratios of speeds into README.md, all
 * speeds into docs/speed.md, comparisons into docs/comparisons.md, the checks of the statistics into docs/statistics.md and those of
 * diagnoses into docs/diagnose.md.
 *
 *     npm run results            rewrites the tables
 *     npm run results -- --add runs/images/slide-both-mnist-seed1    takes a finished run in first,
 *                                                                    or a finished cross-validation
 *                                                                    or comparison
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Comparison, ExperimentComparison } from '@axiswise/compare';
import type {
  CrossValidationRecord,
  Environment,
  RunConfiguration,
  TrainExperimentResult,
} from '@axiswise/runner';
import { accuracyOf } from '@axiswise/training/kinds';
import { defaultStrategy, discoverExperiments, loadExperiment } from '@axiswise/experiment';
import type { RunRecord } from '@axiswise/runs';
import { count, percent } from '@axiswise/messages';
import { findPair, reverseDifference } from '@axiswise/statistics';
import { readJson, results, root, row } from './result-files.ts';
import { speedSections, throughputRatios } from './speed-tables.ts';

type Run = RunRecord<RunConfiguration, TrainExperimentResult> & {
  readonly environment: Environment;
};

/** A row of a table, whichever command measured it. */
interface Measured {
  readonly configuration: RunConfiguration;
  readonly environment: Environment;
  readonly command: string;
  readonly parameters: number;
  readonly accuracy: number;
  readonly testAccuracy: string;
  readonly seconds: number;
}

function measuredByRun({ configuration, environment, command, result }: Run): Measured {
  const accuracy = accuracyOf(result!.test);
  const { top5Accuracy } = result!.test;
  return {
    configuration,
    environment,
    command,
    parameters: result!.parameters,
    accuracy,
    testAccuracy:
      `${percent(accuracy)} of ${count(result!.testExamples)}` +
      (top5Accuracy === undefined ? '' : `, top five ${percent(top5Accuracy)}`),
    seconds: result!.seconds,
  };
}

function measuredByFolds(record: CrossValidationRecord): Measured {
  const { folds, testExamples, accuracy, seconds } = record.result;
  const { mean, standardDeviation, low, high } = accuracy!;
  return {
    ...record,
    accuracy: mean,
    testAccuracy:
      `${percent(mean)} ` +
      (standardDeviation === null
        ? `on fold ${folds[0].fold}; of all `
        : `± ${percent(standardDeviation)} over ${folds.length} folds; of all `) +
      `${count(testExamples)} ${percent(low)} to ${percent(high)}`,
    seconds,
  };
}

/** Everything measured, experiments and data in alphabetical order, the best first. */
function allMeasured(): Measured[] {
  const files = readdirSync(results);
  const read = (ending: string): unknown[] =>
    files.filter((name) => name.endsWith(ending)).map((name) => readJson(path.join(results, name)));
  const order = ({ configuration: c, environment, accuracy }: Measured): string =>
    [c.experiment, c.data, environment.backend.name, (1 - accuracy).toFixed(9)].join(' ');
  return [
    ...(read('.run.json') as Run[]).map(measuredByRun),
    ...(read('.folds.json') as CrossValidationRecord[]).map(measuredByFolds),
  ].sort((a, b) => order(a).localeCompare(order(b)));
}

/** The call that gives the same weights on a machine with other cores, which may take other workers. */
function repeatable(command: string, { workers = 1 }: Environment): string {
  const call = command.replace(/ --json\b/, '');
  return !call.startsWith('axiswise train ') || call.includes('--workers')
    ? call
    : `${call} --workers ${workers}`;
}

function measuredTable(rows: readonly Measured[]): string[] {
  return [
    row(['data', 'strategy', 'seed', 'engine', 'parameters', 'test accuracy', 'time', 'command']),
    row(['---', '---', '--:', '---', '--:', '--:', '--:', '---']),
    ...rows.map(({ configuration, environment, command, parameters, testAccuracy, seconds }) =>
      row([
        configuration.data,
        configuration.strategy,
        String(configuration.seed),
        environment.backend.name,
        count(parameters),
        testAccuracy,
        `${count(seconds)} s`,
        `\`npx ${repeatable(command, environment)}\``,
      ]),
    ),
    '',
    ...machines(rows),
  ];
}

const machines = (rows: readonly Measured[]): string[] =>
  machinesOf(rows.map(({ environment }) => environment));

const machinesOf = (environments: readonly Environment[]): string[] =>
  [
    ...new Set(environments.map(({ cpu, cores, node }) => `${cpu}, ${cores} cores, Node ${node}`)),
  ].map((line) => `Machine: ${line}.`);

/** What `compare` wrote of one experiment. */
interface ComparisonRecord extends Pick<Comparison, 'command' | 'environment'> {
  readonly experiment: ExperimentComparison;
}

/** The comparisons on real and embedded data, each claim of the theory beside what came out. */
function comparisonSections(): string[] {
  const records = readdirSync(results)
    .filter((file) => file.endsWith('.comparison.json'))
    .sort()
    .map((file) => readJson(path.join(results, file)) as ComparisonRecord);
  return [...claimsTable(records), '', ...records.flatMap(comparisonSection)];
}

const titleOf = ({ experiment: { experiment, data, trainExamples } }: ComparisonRecord): string =>
  `${experiment}: ${data}, ${count(trainExamples)} training examples`;

function claimsTable(records: readonly ComparisonRecord[]): string[] {
  return [
    row(['domain and data', 'the theory says', 'difference in points', 'outcome']),
    row(['---', '---', '--:', '---']),
    ...records.flatMap((record) =>
      record.experiment.claims.map(({ better, worse, predicted, outcome }) => {
        const pair = findPair(record.experiment.pairs, better, worse);
        const ahead = pair && (pair.a === better ? pair : reverseDifference(pair));
        return row([
          titleOf(record) + (record.experiment.tuning ? '' : ' (untuned)'),
          predicted === 'better'
            ? `\`${better}\` is better than \`${worse}\``
            : `\`${worse}\` equals \`${better}\``,
          ahead?.low == null || ahead.high == null
            ? '-'
            : `${points(ahead.difference)} (${points(ahead.low)} to ${points(ahead.high)})`,
          outcome,
        ]);
      }),
    ),
  ];
}

const points = (share: number): string => (100 * share).toFixed(2);

function comparisonSection(record: ComparisonRecord): string[] {
  const { command, environment, experiment } = record;
  const { strategies, seeds, testExamples, testGroups, epochs, budget, failures } = experiment;
  const { tuning } = experiment;
  const columns = ['strategy', 'parameters', 'accuracy', '95 % interval over seeds'];
  const further = [...(tuning ? ['chosen by tuning'] : []), 'learned?', 'against the theory'];
  const neverLearned = strategies.flatMap(({ name, neverPredicted = [] }) =>
    neverPredicted.length === 0 ? [] : [{ name, classes: neverPredicted.length }],
  );
  return [
    '',
    `## ${titleOf(record)}`,
    '',
    `\`${command}\`  `,
    `${seeds.length} seeds, ${epochs} epochs, ${count(testExamples)} test examples` +
      (testGroups ? ` of ${count(testGroups.count)} ${testGroups.of}s` : '') +
      ', ' +
      (budget.of === 'none'
        ? 'sizes as declared'
        : `all as large in ${budget.of} as \`${budget.reference}\` (${count(budget.size!)})`) +
      `; ${environment.backend.name} ${environment.backend.version}, one thread a trial, ` +
      `${environment.cpu}. ` +
      (tuning
        ? `Tuned: each strategy tried ${tuning.configurations} configurations, the same for all, and keeps ` +
          `the one with the best validation ${tuning.metric}.`
        : 'Untuned: every strategy was trained as it is declared.') +
      (failures.length > 0 ? ` ${failures.length} trials failed.` : ''),
    '',
    row([...columns, ...further]),
    row(['---', '--:', '--:', '--:', ...further.map(() => '---')]),
    ...[...strategies]
      .sort((a, b) => b.accuracy.mean - a.accuracy.mean)
      .map(({ name, parameters, accuracy: { mean, low, high }, against, filter, ...others }) =>
        row([
          name,
          count(parameters),
          percent(mean),
          low === null || high === null ? '-' : `${percent(low)} to ${percent(high)}`,
          ...(tuning ? [chosenInWords(others.tuned)] : []),
          { trained: 'yes', 'not trained': 'no', 'stopped early': 'stopped early' }[
            others.trained?.verdict ?? 'trained'
          ],
          filter ? against.join('; ') || 'follows it' : 'no filters',
        ]),
      ),
    ...(neverLearned.length === 0
      ? []
      : [
          '',
          `Classes that no seed ever predicts: ${neverLearned
            .map(({ name, classes }) => `${classes} by \`${name}\``)
            .join(', ')}.`,
        ]),
  ];
}

/** `learningRate 0.0034, weightDecay 0.12 (at the edge)`. */
function chosenInWords(tuned: ExperimentComparison['strategies'][number]['tuned']): string {
  if (!tuned?.values) return '-';
  return Object.entries(tuned.values)
    .map(([name, value]) => {
      const isAtEdge = tuned.atEdge.some((edge) => edge.name === name);
      const number = typeof value === 'number' ? Number(value.toPrecision(2)) : value;
      return `${name} ${number}${isAtEdge ? ' (at the edge)' : ''}`;
    })
    .join(', ');
}

/** How well intervals and p-values kept their promises in simulated experiments. */
function coverageTable(): string[] {
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
const percent1 = (share: number): string => `${(100 * share).toFixed(1)} %`;

interface KnownAnswersRecord {
  readonly command: string;
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly seeds: number;
  readonly backend: string;
  readonly cases: readonly {
    readonly case: string;
    readonly expected: Readonly<Record<'row' | 'column', Record<'slide' | 'subsample', string[]>>>;
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
function knownAnswersTable(): string[] {
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
  const verdicts = now.outcomes.reduce((sum, each) => sum + Object.keys(each.verdicts).length, 0);
  return [
    row([
      'case',
      'rows: recur, subsamplable',
      'columns: recur, subsamplable',
      'right',
      'first release',
    ]),
    row(['---', '---', '---', '--:', '--:']),
    ...now.cases.map(({ case: name, expected }) => {
      const own = now.outcomes.filter((each) => each.case === name);
      const asked = ({ slide, subsample }: (typeof expected)['row']): string =>
        `${slide.join(' or ')}, ${subsample.join(' or ')}`;
      return row([
        name,
        asked(expected.row),
        asked(expected.column),
        rightOf(own),
        rightBefore(name),
      ]);
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

/**
 * The files that show results, with their tables as they should be: the same results give the same
 * text.
 */
export async function filesWithTables(): Promise<Map<string, string>> {
  const measured = allMeasured();
  const files = new Map<string, string>();
  const put = (file: string, lines: readonly string[]): void => {
    const text = readFileSync(file, 'utf8');
    files.set(
      file,
      text.replace(
        /(<!-- results: [^>]*-->\n)[\s\S]*(\n<!-- \/results -->)/,
        (_, begin: string, end: string) => `${begin}\n${lines.join('\n')}\n${end}`,
      ),
    );
  };
  put(path.join(root, 'docs/statistics.md'), coverageTable());
  put(path.join(root, 'docs/diagnose.md'), knownAnswersTable());
  put(path.join(root, 'docs/comparisons.md'), comparisonSections());
  const defaults = new Map<string, string>();
  for (const { name, file } of discoverExperiments([root]).values()) {
    defaults.set(name, defaultStrategy(await loadExperiment(name)));
    const own = measured.filter(({ configuration }) => configuration.experiment === name);
    const readme = path.join(path.dirname(file), 'README.md');
    if (own.length > 0 && existsSync(readme)) put(readme, measuredTable(own));
  }
  const ofDefaults = measured.filter(
    ({ configuration }) => defaults.get(configuration.experiment) === configuration.strategy,
  );
  put(path.join(root, 'README.md'), [...measuredTable(ofDefaults), '', ...throughputRatios()]);
  put(path.join(root, 'docs/speed.md'), speedSections());
  return files;
}

/** Copies what a command wrote to where the tables are made from. */
function take(folder: string): void {
  const comparison = path.join(folder, 'comparison.json');
  if (existsSync(comparison)) return takeComparison(readJson(comparison) as Comparison);
  const run = path.join(folder, 'run.json');
  const folds = path.join(folder, 'cross-validation.json');
  const [file, ending] = existsSync(folds) ? [folds, 'folds'] : [run, 'run'];
  if (!existsSync(file)) throw new Error(`there is no run and no cross-validation in ${folder}`);
  const { configuration: c, environment } = readJson(file) as Run;
  const options = Object.entries(c.options ?? {}).map(([name, value]) => `${name}${value}`);
  const name = [c.experiment, c.data, c.strategy, `seed${c.seed}`, environment.backend.name];
  copyFileSync(file, path.join(results, `${[...name, ...options].join('-')}.${ending}.json`));
}

function takeComparison({ command, environment, experiments }: Comparison): void {
  for (const experiment of experiments) {
    const { experiment: name, data, trainExamples } = experiment;
    // Long, and no table shows them.
    const strategies = experiment.strategies.map(
      ({ trainingCurve: _, perClass: __, layers: ___, tuned, ...each }) => ({
        ...each,
        ...(tuned && { tuned: { ...tuned, configurations: [] } }),
        confusion: null,
      }),
    );
    const record: ComparisonRecord = {
      command,
      environment,
      experiment: { ...experiment, strategies, disagreements: undefined },
    };
    const file = `${[name, path.basename(data), trainExamples].join('-')}.comparison.json`;
    writeFileSync(path.join(results, file), `${JSON.stringify(record, null, 2)}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { add: { type: 'string', multiple: true } } });
  for (const folder of values.add ?? []) take(folder);
  for (const [file, text] of await filesWithTables()) writeFileSync(file, text);
}
