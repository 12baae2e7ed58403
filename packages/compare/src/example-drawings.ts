import path from 'node:path';
import type { Dataset } from '@axiswise/data';
import type { Drawing } from '@axiswise/drawing';
import { drawInput, type Experiment } from '@axiswise/experiment';
import { readJsonFile, writeFileAtomically } from '@axiswise/files';
import { z } from 'zod';
import type { Disagreement, ExperimentComparison } from './comparison.ts';

/** The drawings of test examples, by their index. */
export type ExampleDrawings = ReadonlyMap<number, Drawing>;

const fileOf = (runDir: string): string => path.join(runDir, 'examples.json');

const schema = z.looseObject({
  format: z.literal(1),
  examples: z.array(
    z.looseObject({
      index: z.int().min(0),
      drawing: z.looseObject({ width: z.number(), height: z.number(), svg: z.string() }),
    }),
  ),
});

/** Draws the examples on which strategies disagree, as is usual in their domain. */
async function drawExamples(
  experiment: Experiment,
  { shape, encoding, splits: { test } }: Dataset,
  disagreements: readonly Disagreement[],
): Promise<ExampleDrawings> {
  const indices = disagreements.flatMap(({ examples }) => examples.map(({ index }) => index));
  const shown = [...new Set(indices)].sort((a, b) => a - b);
  const size = shape.reduce((product, length) => product * length, 1);
  const inputs = new Float32Array(shown.length * size);
  await test.gather(shown, inputs);
  let [from, to] = [Infinity, -Infinity];
  for (const value of inputs) [from, to] = [Math.min(from, value), Math.max(to, value)];
  return new Map(
    shown.map((index, i) => {
      const input = inputs.subarray(i * size, (i + 1) * size);
      return [index, drawInput(experiment, input, { shape, encoding }, { from, to })];
    }),
  );
}

/**
 * Writes `examples.json` beside the comparison: the drawings of the examples on which strategies disagree.
 * They are made here, where the data and the experiment are at hand.
 */
export async function writeExampleDrawings(
  experiment: Experiment,
  dataset: Dataset,
  { disagreements = [], runDir }: ExperimentComparison,
): Promise<void> {
  const drawings = await drawExamples(experiment, dataset, disagreements);
  const examples = [...drawings].map(([index, drawing]) => ({ index, drawing }));
  await writeFileAtomically(fileOf(runDir), `${JSON.stringify({ format: 1, examples })}\n`);
}

/** Reads the drawings of an experiment's examples; none where there is no file. */
export async function readExampleDrawings({
  runDir,
}: Pick<ExperimentComparison, 'runDir'>): Promise<ExampleDrawings> {
  const found = await readJsonFile(fileOf(runDir), schema, 'drawings of examples');
  return new Map((found?.examples ?? []).map(({ index, drawing }) => [index, drawing]));
}
