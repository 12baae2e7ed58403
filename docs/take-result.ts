import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Comparison } from '@axiswise/compare';
import type { ComparisonRecord } from './comparison-tables.ts';
import type { Run } from './measured-tables.ts';
import { readJson, results } from './result-files.ts';

/** Copies what a command wrote to where the tables are made from. */
export function takeResult(folder: string): void {
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
