import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  type Comparison,
  comparisonFile,
  type ExperimentComparison,
  readComparison,
} from '@axiswise/compare';
import { InputError, isInputError } from '@axiswise/messages';
import { placeOf } from '@axiswise/runs';
import type { ComparisonBeside } from './diagnosis.ts';

/** A comparison beside which a diagnosis is read. */
export interface FoundComparison {
  readonly comparison: ComparisonBeside;
  readonly experiment: ExperimentComparison;
}

/** The data of a comparison that is looked for. */
export interface ComparedData {
  readonly experiment: string;
  /** The name of a source, or a path to the user's own data. */
  readonly data: string;
  /** The name of the source that reads it. */
  readonly source: string;
}

/**
 * The comparison of an experiment's strategies on the same data.
 *
 * @param options.against its folder or file; by default the newer one of those that `compare` writes
 *   for this experiment alone and for several, null where there is none of this experiment and data.
 * @throws InputError where `against` is not a comparison, or one of something else.
 */
export async function findComparison(
  of: ComparedData,
  options: {
    readonly against?: string | undefined;
    readonly onNotice?: ((line: string) => void) | undefined;
  } = {},
): Promise<FoundComparison | null> {
  const { against, onNotice } = options;
  if (against !== undefined) {
    const file = fileAt(against);
    const comparison = await readComparison(file);
    if (comparison) return ofThis(of, comparison, file);
    throw absent(`there is no comparison at ${against}`);
  }
  const found: FoundComparison[] = [];
  for (const folder of [
    placeOf({ kind: 'comparison', experiment: of.experiment, source: of.source }),
    placeOf({ kind: 'joint comparison' }),
  ]) {
    const file = comparisonFile(folder);
    try {
      const comparison = await readComparison(file);
      if (comparison) found.push(ofThis(of, comparison, file));
    } catch (error) {
      // Nobody asked for this one: a diagnosis does without.
      if (!isInputError(error)) throw error;
      onNotice?.(`without a comparison: ${error.message}`);
    }
  }
  const age = ({ comparison }: FoundComparison): string => comparison.createdAt;
  return found.reduce<FoundComparison | null>(
    (newest, each) => (newest === null || age(each) > age(newest) ? each : newest),
    null,
  );
}

/** The file that a folder of a comparison holds, or the file itself. */
function fileAt(against: string): string {
  if (!existsSync(against)) {
    throw absent(`there is no comparison at ${against}`);
  }
  if (!statSync(against).isDirectory()) return against;
  const file = comparisonFile(against);
  if (existsSync(file)) return file;
  throw absent(`${against} holds no ${path.basename(file)}`);
}

const absent = (problem: string): InputError =>
  new InputError('comparison-absent', problem, {
    remedy: 'name the folder of a finished comparison',
  });

function ofThis(
  { experiment: name, data }: ComparedData,
  { command, createdAt, experiments }: Comparison,
  file: string,
): FoundComparison {
  const ofName = experiments.filter((each) => each.experiment === name);
  const experiment = ofName.find((each) => isSameData(each.data, data));
  if (!experiment) {
    const held = (ofName.length > 0 ? ofName : experiments).map((each) =>
      ofName.length > 0 ? each.data : each.experiment,
    );
    throw new InputError(
      'comparison-differs',
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
