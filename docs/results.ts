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
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { defaultStrategy, discoverExperiments, loadExperiment } from '@axiswise/experiment';
import { comparisonSections } from './comparison-tables.ts';
import { coverageTable } from './coverage-tables.ts';
import { knownAnswersTable } from './known-answers-table.ts';
import { allMeasured, measuredTable } from './measured-tables.ts';
import { root } from './result-files.ts';
import { speedSections, throughputRatios } from './speed-tables.ts';
import { takeResult } from './take-result.ts';

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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { add: { type: 'string', multiple: true } } });
  for (const folder of values.add ?? []) takeResult(folder);
  for (const [file, text] of await filesWithTables()) writeFileSync(file, text);
}
