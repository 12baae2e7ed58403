import type { Batch } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { openTrainingStep } from '../step/open-training-step.ts';
import { trainingBatches } from '../training-batches.ts';
import { preparedTraining, type TrainOptions } from '../trainer.ts';
import {
  type LearningRateCurve,
  learningRateCurve,
  type LearningRatePoint,
} from './learning-rate-curve.ts';

/** The rates that are tried. */
export interface LearningRateRange {
  readonly from: number;
  readonly to: number;
  /** From the first to the last rate. */
  readonly steps: number;
}

const defaultLearningRates: LearningRateRange = { from: 1e-6, to: 10, steps: 120 };

/** Beyond so many times the lowest loss nothing is to be found. */
const hopeless = 4;

/** How fast the loss is forgotten by which the test ends. */
const remembered = 0.8;

/**
 * Tries learning rates (Smith 2017): trains with a rate that rises at each step by one factor, and measures the loss
 * before each. It ends where the loss becomes four times the lowest, or no number.
 *
 * The batches, dropout, augmentation and the optimizer are those of a training with the same seed; the schedule is not
 * used. The network has no use afterwards.
 *
 * @throws InputError where the configuration is wrong.
 */
export async function findLearningRate(
  options: Omit<TrainOptions, 'validation' | 'checkpoints' | 'untilEpoch'>,
  range: LearningRateRange = defaultLearningRates,
): Promise<LearningRateCurve> {
  const { config, seed, shape, train } = preparedTraining(options);
  const step = openTrainingStep(options);
  const points: LearningRatePoint[] = [];
  let running: number | undefined;
  let lowest = Infinity;
  try {
    const factor = (range.to / range.from) ** (1 / (range.steps - 1));
    for await (const batch of endlessBatches({ config, seed, shape, train })) {
      const learningRate = range.from * factor ** points.length;
      const { loss, gradientNorm } = await step.run(batch, {
        learningRate,
        step: points.length + 1,
      });
      if (!Number.isFinite(loss)) break;
      points.push({ learningRate, loss });
      running = running === undefined ? loss : remembered * running + (1 - remembered) * loss;
      lowest = Math.min(lowest, running);
      const isOver = points.length === range.steps || running > hopeless * lowest;
      if (isOver || !Number.isFinite(gradientNorm)) break;
    }
  } finally {
    step.dispose();
  }
  if (points.length === 0) {
    throw new InputError(
      'run',
      'the loss of the first batch is no finite number; look at the data',
    );
  }
  return learningRateCurve(points);
}

/** The batches of epoch after epoch. */
async function* endlessBatches(
  of: Pick<TrainOptions, 'config' | 'seed' | 'shape' | 'train'>,
): AsyncGenerator<Batch> {
  for (let epoch = 0; ; epoch++) yield* trainingBatches(of, { epoch });
}
