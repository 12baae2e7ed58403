import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Comparison, ExperimentComparison } from '@axiswise/compare';
import { InputError } from '@axiswise/messages';
import type { ComparisonBeside } from './diagnosis.ts';

const fileName = 'comparison.json';

export interface FoundComparison {
  readonly comparison: ComparisonBeside;
  readonly experiment: ExperimentComparison;
}

/**
 * The comparison of an experiment's strategies on the same data.
 *
 * @param options.against its folder or file; by default the newer one of those that `compare` writes
 *   for this experiment alone and for several, null where there is none of this experiment and data.
 * @throws InputError where `against` is not a comparison, or one of something else.
 */
export async function findComparison(
  experiment: string,
  data: string,
  options: {
    readonly against?: string | undefined;
    readonly onNotice?: ((line: string) => void) | undefined;
  } = {},
): Promise<FoundComparison | null> {
  const { against, onNotice } = options;
  if (against !== undefined) return ofThis(experiment, data, await read(fileAt(against)));
  const found: FoundComparison[] = [];
  for (const folder of defaultFolders(experiment, data)) {
    const file = path.join(folder, fileName);
    if (!existsSync(file)) continue;
    try {
      found.push(ofThis(experiment, data, await read(file)));
    } catch (error) {
      // Nobody asked for this one: a diagnosis does without.
      if (!(error instanceof InputError)) throw error;
      onNotice?.(`not set beside a comparison: ${error.message}`);
    }
  }
  const age = ({ comparison }: FoundComparison): string => comparison.createdAt;
  return found.reduce<FoundComparison | null>(
    (newest, each) => (newest === null || age(each) > age(newest) ? each : newest),
    null,
  );
}

/** Where `compare` writes without `--run-dir`. */
const defaultFolders = (experiment: string, data: string): string[] => [
  path.join('runs', experiment, `compare-${path.basename(data)}`),
  path.join('runs', 'compare'),
];

function fileAt(against: string): string {
  if (!existsSync(against)) {
    throw new InputError(
      'experiment',
      `there is no comparison at ${against}; --against takes the folder that compare wrote, or its ${fileName}`,
    );
  }
  if (!statSync(against).isDirectory()) return against;
  const file = path.join(against, fileName);
  if (!existsSync(file)) {
    throw new InputError(
      'experiment',
      `${against} holds no ${fileName}; --against takes the folder of a finished comparison`,
    );
  }
  return file;
}

async function read(file: string): Promise<Comparison & { readonly path: string }> {
  let found: unknown;
  try {
    found = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new InputError(
      'experiment',
      `${file} cannot be read as a comparison: ${(cause as Error).message}`,
    );
  }
  const { format, experiments } = (found ?? {}) as Partial<Comparison>;
  if (format !== 1 || !Array.isArray(experiments) || !experiments.every(isComparison)) {
    throw new InputError(
      'experiment',
      `${file} is no comparison; --against takes the ${fileName} that compare wrote`,
    );
  }
  return { ...(found as Comparison), path: file };
}

const isComparison = (each: unknown): boolean => {
  const { experiment, data, strategies, pairs, seeds } = (each ??
    {}) as Partial<ExperimentComparison>;
  return (
    typeof experiment === 'string' &&
    typeof data === 'string' &&
    [strategies, pairs, seeds].every(Array.isArray)
  );
};

function ofThis(
  name: string,
  data: string,
  comparison: Comparison & { readonly path: string },
): FoundComparison {
  const { path: file, command, createdAt, experiments } = comparison;
  const ofName = experiments.filter((each) => each.experiment === name);
  const experiment = ofName.find((each) => isSameData(each.data, data));
  if (!experiment) {
    const held = (ofName.length > 0 ? ofName : experiments).map((each) =>
      ofName.length > 0 ? each.data : each.experiment,
    );
    throw new InputError(
      'experiment',
      ofName.length > 0
        ? `${file} compares ${name} on the data "${held.join('", "')}", but "${data}" is diagnosed`
        : `${file} compares ${held.join(', ') || 'nothing'}, but ${name} is diagnosed`,
    );
  }
  return {
    experiment,
    comparison: {
      path: file,
      command,
      createdAt,
      seeds: experiment.seeds.length,
      trainExamples: experiment.trainExamples,
      testExamples: experiment.testExamples,
      budget: experiment.budget.of,
    },
  };
}

/** By name, or two ways to write one path. */
const isSameData = (a: string, b: string): boolean =>
  a === b || (/[/\\]/.test(a + b) && path.resolve(a) === path.resolve(b));
