import { useBackend } from '@axiswise/backend';
import type { Batch } from '@axiswise/data';
import { Random } from '@axiswise/random';
import type { NamedArray } from '@axiswise/runs';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scorer, scorerOf } from '../scorer.ts';
import { partsOf } from '../workers/parts.ts';
import { WorkerTeam } from '../workers/worker-team.ts';
import { openTrainingStep, type TrainingStepOptions } from './open-training-step.ts';
import { classes, shape, task } from './small-network.fixture.ts';
import { dividedNetwork, type ThreadData } from './training-step.fixture.ts';
import type { StepState, TrainingStep } from './training-step.ts';

const batchSize = 10;
const module = new URL('./training-step.fixture.ts', import.meta.url);

/** Some batches of tokens; the last one has fewer examples than there are threads. */
const batches: readonly Batch[] = [10, 10, 7, 1].map((length, i) => {
  const random = new Random(i, 'batch');
  const draw = (count: number): number => random.integer(count);
  return {
    examples: length,
    inputs: Float32Array.from({ length: length * 3 }, () => draw(6)),
    targets: Float32Array.from({ length }, () => draw(classes)),
  };
});

/** A network in training, with what is to be disposed of. */
interface InTraining extends TrainingStep {
  /** Scores with the present weights. */
  scorer(): Promise<Scorer>;
  end(): Promise<void>;
}

async function stepOf(
  workers: number,
  data: ThreadData = { backend: testBackend() },
  asked: Partial<TrainingStepOptions['config']> = {},
): Promise<InTraining> {
  const network = dividedNetwork(data.normalized);
  const team =
    workers === 1
      ? undefined
      : await WorkerTeam.toTrain({
          ...{ network, workers, shape, task, batchSize },
          entry: { module, data },
        });
  const config = { optimizer: { kind: 'adam', learningRate: 0.05 }, clipNorm: 0.05, ...asked };
  const step = openTrainingStep({ network, shape, task, config, team });
  return {
    ...step,
    scorer: () => team?.scorer() ?? Promise.resolve(scorerOf(network.logits, shape)),
    async end() {
      step.dispose();
      await team?.dispose();
    },
  };
}

/** Trains on some of the batches. */
async function trained(step: TrainingStep, from = 0, to = batches.length, on = batches) {
  const outcomes = [];
  for (let i = from; i < to; i++) {
    outcomes.push(await step.run(on[i], { learningRate: 0.05, step: i + 1 }));
  }
  return { outcomes, weights: await step.weights() };
}

function expectClose(
  some: ReadonlyMap<string, NamedArray>,
  others: ReadonlyMap<string, NamedArray>,
): void {
  expect([...some.keys()]).toEqual([...others.keys()]);
  for (const [name, { values }] of some) {
    values.forEach((value, i) => expect(value, name).toBeCloseTo(others.get(name)!.values[i], 5));
  }
}

describe('a step over several threads', () => {
  /** By the number of threads. */
  const steps = new Map<number, InTraining>();
  /** The state before the first batch. */
  let initial: StepState;
  beforeAll(async () => {
    await useBackend(testBackend());
    for (const workers of [1, 2, 3]) steps.set(workers, await stepOf(workers));
    initial = await steps.get(1)!.state();
  });
  afterAll(async () => {
    for (const step of steps.values()) await step.end();
  });

  /** A step that begins anew. */
  function newStep(workers: number): InTraining {
    const step = steps.get(workers)!;
    step.restore(initial);
    return step;
  }

  it.each([2, 3])('with %d is that of one, but for rounding', async (workers) => {
    const alone = await trained(newStep(1));
    const together = await trained(newStep(workers));
    for (const [i, { loss, gradientNorm, scores }] of together.outcomes.entries()) {
      const one = alone.outcomes[i];
      expect(loss).toBeCloseTo(one.loss, 5);
      // Above the limit, so that clipping acts.
      expect(gradientNorm).toBeGreaterThan(0.05);
      expect(gradientNorm).toBeCloseTo(one.gradientNorm, 5);
      scores.forEach((score, j) => expect(score).toBeCloseTo(one.scores[j], 5));
    }
    expectClose(together.weights, alone.weights);
  });

  it('gives the same bits again, also when it goes on from its state', async () => {
    const whole = await trained(newStep(2));
    const begun = newStep(2);
    await trained(begun, 0, 2);
    const state = await begun.state();
    const other = newStep(2);
    await trained(other);
    other.restore(state);
    expect((await trained(other, 2)).weights).toEqual(whole.weights);
  });

  it('changes nothing where the loss is no number', async () => {
    const step = newStep(2);
    const good = await step.weights();
    const kernel = good.get('dense_1/kernel')!;
    const values = kernel.values.map(() => NaN);
    const broken = new Map(good).set('dense_1/kernel', { ...kernel, values });
    step.assign(broken);
    expect((await trained(step, 0, 1)).outcomes[0].loss).toBeNaN();
    expect(await step.weights()).toEqual(broken);
  });

  it('scores as one thread does, to the bit, however many batches come at the same time', async () => {
    const weights = (await trained(newStep(1))).weights;
    const scoresOf = async (workers: number): Promise<Float32Array[]> => {
      const step = newStep(workers);
      step.assign(weights);
      const score = await step.scorer();
      // More than there are desks, so that this thread scores too.
      const many = Array.from({ length: 12 }, (_, i) => batches[i % batches.length]);
      return Promise.all(many.map(({ inputs, examples }) => score(inputs, examples)));
    };
    const alone = await scoresOf(1);
    expect(await scoresOf(2)).toEqual(alone);
    expect(await scoresOf(3)).toEqual(alone);
  });

  it('fails where a thread fails', async () => {
    const step = newStep(3);
    const [{ examples, inputs, targets }] = batches;
    // A token of the last part that there is not.
    const wrong = { examples, inputs: inputs.with(inputs.length - 1, 6), targets };
    await expect(step.run(wrong, { learningRate: 0.05, step: 1 })).rejects.toThrow(
      'tokens are whole numbers from 0 to 5, but 6 came',
    );
  });

  it('leaves no tensor behind', async () => {
    const step = newStep(2);
    await trained(step);
    const { numTensors } = tf.memory();
    await trained(step);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('says why a thread cannot build the network', async () => {
    await expect(stepOf(2, {})).rejects.toThrow('there is no such network');
  });
});

describe('a step with gradients accumulated and weights averaged', () => {
  beforeAll(() => useBackend(testBackend()));
  const backend = testBackend();

  /** What it comes to, and what it comes to where it goes on from its state in the middle. */
  async function results(
    workers: number,
    asked: Partial<TrainingStepOptions['config']>,
    normalized = false,
  ) {
    const step = await stepOf(workers, { backend, normalized }, asked);
    const initial = await step.state();
    const whole = await trained(step);
    step.restore(initial);
    await trained(step, 0, 2);
    const state = await step.state();
    step.restore(initial);
    await trained(step);
    step.restore(state);
    const resumed = await trained(step, 2);
    const { numTensors } = tf.memory();
    await trained(step, 2);
    expect(tf.memory().numTensors).toBe(numTensors);
    const { weights } = await step.state();
    await step.end();
    return { ...whole, resumed, trainedWeights: weights };
  }

  it('in three parts is that of the whole batch, but for rounding, on two threads too', async () => {
    const whole = await results(1, {});
    for (const workers of [1, 2]) {
      const inParts = await results(workers, { gradientAccumulation: 3 });
      for (const [i, { loss, gradientNorm, scores }] of inParts.outcomes.entries()) {
        const one = whole.outcomes[i];
        expect(loss).toBeCloseTo(one.loss, 5);
        expect(gradientNorm).toBeCloseTo(one.gradientNorm, 5);
        expect(scores).toHaveLength(one.scores.length);
        scores.forEach((score, j) => expect(score).toBeCloseTo(one.scores[j], 5));
      }
      expectClose(inParts.weights, whole.weights);
      expect(inParts.resumed.weights).toEqual(inParts.weights);
    }
  });

  it('is the same for mixed examples, on two threads and in parts', async () => {
    const mixed = batches.map((batch) => ({
      ...batch,
      mixed: { targets: batch.targets.toReversed(), share: 0.4 },
    }));
    const on = async (workers: number, asked: Partial<TrainingStepOptions['config']>) => {
      const step = await stepOf(workers, { backend, normalized: false }, asked);
      const result = await trained(step, 0, mixed.length, mixed);
      await step.end();
      return result;
    };
    const alone = await on(1, {});
    const without = await results(1, {});
    expect(alone.outcomes[0].loss).not.toBeCloseTo(without.outcomes[0].loss, 4);
    for (const other of [await on(2, {}), await on(2, { gradientAccumulation: 3 })]) {
      other.outcomes.forEach(({ loss }, i) => expect(loss).toBeCloseTo(alone.outcomes[i].loss, 5));
      expectClose(other.weights, alone.weights);
    }
  });

  it('normalises each part by itself, and keeps the statistics of each', async () => {
    const asked = { gradientAccumulation: 2, emaMomentum: 0.5 };
    const alone = await results(1, asked, true);
    const together = await results(2, asked, true);
    expectClose(together.weights, alone.weights);
    expect(together.resumed.weights).toEqual(together.weights);
    // Three batches of two parts; the last has one example, which is no batch to normalise by.
    const batchesSeen = alone.weights.get('batch_normalization_1/batches')!.values;
    expect([...batchesSeen]).toEqual([6]);
    const whole = await results(1, {}, true);
    const loss = (outcomes: typeof whole.outcomes) => outcomes[0].loss;
    expect(loss(alone.outcomes)).not.toBeCloseTo(loss(whole.outcomes), 4);
  });

  it('averages weights as the formula says, and trains as without', async () => {
    const plain = await results(1, {});
    const step = await stepOf(1, { backend, normalized: false }, { emaMomentum: 0.75 });
    let expected: Map<string, number[]> | undefined;
    for (const [i, batch] of batches.entries()) {
      await step.run(batch, { learningRate: 0.05, step: i + 1 });
      const { weights } = await step.state();
      const before = expected;
      expected = new Map(
        [...weights].map(([name, { values }]) => [
          name,
          Array.from(values, (value, j) =>
            before ? 0.75 * before.get(name)![j] + 0.25 * value : value,
          ),
        ]),
      );
    }
    const { weights: raw } = await step.state();
    expect(raw).toEqual(plain.weights);
    const averages = await step.weights();
    for (const [name, { values }] of averages) {
      values.forEach((value, i) => expect(value, name).toBeCloseTo(expected!.get(name)![i], 6));
    }
    expect(averages.get('dense_1/kernel')).not.toEqual(raw.get('dense_1/kernel'));

    // Scores come from the averages, and training goes on from the weights.
    const scores = async () => (await step.scorer())(batches[0].inputs, batches[0].examples);
    const byWeights = await scores();
    const byAverages = await step.evaluated(scores);
    expect(byAverages).not.toEqual(byWeights);
    expect(await scores()).toEqual(byWeights);
    expect((await step.state()).weights).toEqual(raw);
    step.assign(averages);
    expect(await scores()).toEqual(byAverages);
    await step.end();
  });
});

it('divides a batch into parts as equal as can be', () => {
  expect(partsOf(7, 3)).toEqual([
    { first: 0, length: 2 },
    { first: 2, length: 2 },
    { first: 4, length: 3 },
  ]);
  expect(partsOf(1, 2).map(({ length }) => length)).toEqual([0, 1]);
});
