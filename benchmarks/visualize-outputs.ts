/**
 * Whether pictures that excite the outputs of a network for MNIST come closer to digits when ink costs
 * something: how many of them networks of other architectures, trained on their own, take for the digit,
 * and how much ink they have. Five networks that slide both ways, each with two judges: one that is
 * fully connected, and one whose small filters share nothing. Writes `results/visualize-outputs.json`;
 * trained networks are kept in `runs/visualize-outputs` and not trained again.
 *
 *   npx tsx benchmarks/visualize-outputs.ts
 */
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@axiswise/backend';
import { writeFileAtomically } from '@axiswise/files';
import { loadExperiment } from '@axiswise/experiment';
import {
  lookIntoRun,
  maximizeActivation,
  type Maximum,
  Objective,
  withPenalties,
} from '@axiswise/interpret';
import { percent } from '@axiswise/messages';
import { trainExperiment } from '@axiswise/runner';
import { accuracyOf } from '@axiswise/training/kinds';

const seeds = [0, 1, 2, 3, 4];
const noises = [0, 1, 2];
const training = { data: 'mnist', trainExamples: 20_000, epochs: 4 } as const;
const judges = ['span-both', 'locally-connected'] as const;
/** Judges have seen other examples in another order from other weights. */
const seedOfJudge = (seed: number): number => 100 + seed;
const settings = [
  { ink: 0, start: 'anywhere' },
  { ink: 0, start: 'noise' },
  { ink: 0.5, start: 'noise' },
  { ink: 1, start: 'noise' },
  { ink: 2, start: 'noise' },
  { ink: 3, start: 'noise' },
] as const;
const digits = Array.from({ length: 10 }, (_, digit) => digit);

const engine = await useBackend('auto');
const images = await loadExperiment('images');
const trained = async (strategy: string, seed: number) => {
  const runDir = path.join('runs', 'visualize-outputs', `${strategy}-seed${seed}`);
  const result = await trainExperiment(images, {
    ...training,
    strategy,
    seed,
    runDir,
    resume: true,
  });
  const accuracy = accuracyOf(result.test);
  console.log(`${strategy}, seed ${seed}: ${percent(accuracy)}`);
  return { run: await lookIntoRun(runDir), accuracy };
};
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const networks = [];
for (const seed of seeds) {
  const looked = await trained('slide-both', seed);
  const judging = [];
  for (const strategy of judges) judging.push(await trained(strategy, seedOfJudge(seed)));
  networks.push({ ...looked, judges: judging });
}

interface OfNetwork {
  readonly ownProbability: number;
  readonly recognisedByItself: number;
  readonly recognisedByJudges: readonly number[];
  readonly ink: number;
}

const outcomes = [];
for (const { ink, start } of settings) {
  const byNetwork: OfNetwork[] = [];
  for (const { run, judges: judging } of networks) {
    const pictures: (Maximum & { readonly digit: number })[] = [];
    for (const seed of noises) {
      const objectives = withPenalties(
        run.network,
        digits.map((digit) => Objective.unit(run.logits, digit)),
        { l1: ink },
        { space: run.space, seed },
      );
      const found = await maximizeActivation(run.network, objectives, {
        space: run.space,
        start,
        seed,
      });
      pictures.push(...found.map((each, digit) => ({ ...each, digit })));
    }
    const visible = pictures.map((picture) => picture.visible);
    const shareOf = (predictions: ReturnType<typeof run.predict>): number =>
      mean(predictions.map(({ json }, i) => Number(json['label'] === String(pictures[i].digit))));
    const own = run.predict(visible);
    byNetwork.push({
      ownProbability: mean(own.map(({ values }) => Math.max(...values))),
      recognisedByItself: shareOf(own),
      recognisedByJudges: judging.map((judge) => shareOf(judge.run.predict(visible))),
      ink: mean(pictures.map((picture) => picture.l1)),
    });
  }
  const over = (pick: (each: (typeof byNetwork)[number]) => number) => ({
    mean: mean(byNetwork.map(pick)),
    values: byNetwork.map(pick),
  });
  const outcome = {
    ink,
    start,
    ownProbability: over((each) => each.ownProbability),
    recognisedByItself: over((each) => each.recognisedByItself),
    recognisedByJudges: Object.fromEntries(
      judges.map((judge, i) => [judge, over((each) => each.recognisedByJudges[i])]),
    ),
    inkUsed: over((each) => each.ink),
  };
  outcomes.push(outcome);
  console.log(
    `ink ${ink} from ${start}: itself ${percent(outcome.recognisedByItself.mean, 1)}, ` +
      judges
        .map((judge) => `${judge} ${percent(outcome.recognisedByJudges[judge].mean, 1)}`)
        .join(', ') +
      `, ink ${outcome.inkUsed.mean.toFixed(1)}`,
  );
}

const { splits, shape } = await networks[0].run.dataset();
const all = new Float32Array(
  splits.test.length * shape.reduce((product, length) => product * length),
);
await splits.test.gather(
  Array.from({ length: splits.test.length }, (_, i) => i),
  all,
);
const inkOfRealDigits = all.reduce((sum, value) => sum + value, 0) / splits.test.length;
console.log(`real test digits have ink ${inkOfRealDigits.toFixed(1)}`);

await writeFileAtomically(
  path.join(path.dirname(fileURLToPath(import.meta.url)), 'results/visualize-outputs.json'),
  `${JSON.stringify(
    {
      command: 'npx tsx benchmarks/visualize-outputs.ts',
      training,
      seeds,
      noises,
      backend: `${engine.name} ${engine.version}`,
      node: process.versions.node,
      cpu: os.cpus()[0].model,
      accuracy: networks.map(({ accuracy, judges: judging }) => ({
        'slide-both': accuracy,
        ...Object.fromEntries(judges.map((judge, i) => [judge, judging[i].accuracy])),
      })),
      inkOfRealDigits,
      outcomes,
    },
    null,
    2,
  )}\n`,
);
