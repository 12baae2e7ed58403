import { readdirSync } from 'node:fs';
import path from 'node:path';
import type {
  CrossValidationRecord,
  Environment,
  RunConfiguration,
  TrainExperimentResult,
} from '@axiswise/runner';
import type { RunRecord } from '@axiswise/runs';
import { accuracyOf } from '@axiswise/training/kinds';
import { count, percent } from '@axiswise/messages';
import { machinesOf, readJson, results, row } from './result-files.ts';

// The tables of single runs and cross-validations, from what `train` and `cross-validate` wrote.

export type Run = RunRecord<RunConfiguration, TrainExperimentResult> & {
  readonly environment: Environment;
};

/** A row of a table, whichever command measured it. */
export interface Measured {
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
export function allMeasured(): Measured[] {
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

export function measuredTable(rows: readonly Measured[]): string[] {
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
    ...machinesOf(rows.map(({ environment }) => environment)),
  ];
}
