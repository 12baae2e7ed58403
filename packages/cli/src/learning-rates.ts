import path from 'node:path';
import { type Curve, curves, niceLogTicks, seriesLook, svgDocument } from '@axiswise/drawing';
import type { Experiment } from '@axiswise/experiment';
import { writeFileAtomically } from '@axiswise/files';
import type { FoundLearningRate, TrainExperimentOptions } from '@axiswise/runner';
import { placeOf } from '@axiswise/runs';
import { notice, printResult } from './print-result.ts';

/** Tries learning rates, draws the curve beside where the run would be, and prints what it suggests. */
export async function findLearningRates(
  experiment: Experiment,
  args: { readonly json?: boolean | undefined; readonly runDir?: string | undefined },
  call: TrainExperimentOptions,
): Promise<void> {
  const { findLearningRateOf } = await import('@axiswise/runner');
  notice('trying learning rates, a step of training with each');
  const found = await findLearningRateOf(experiment, call);
  const place = args.runDir ?? placeOf({ kind: 'run', ...found });
  const file = `${place}-learning-rate.svg`;
  await writeFileAtomically(path.resolve(file), `${learningRateDrawing(found)}\n`);
  await printResult(args, { ...found, file }, `${suggestionText(found)}\ncurve  ${file}`);
}

/** What a range test says, in a sentence. */
export function suggestionText({
  suggestion,
  lowest,
  optimizer,
  points,
}: Pick<FoundLearningRate, 'suggestion' | 'lowest' | 'optimizer' | 'points'>): string {
  if (suggestion === null) {
    const [from, to] = [points[0], points[points.length - 1]].map((each) =>
      inShort(each.learningRate),
    );
    return (
      `with ${optimizer}, the loss does not fall at any learning rate from ${from} to ${to}: look at the ` +
      'curve, the data and the batch size'
    );
  }
  return (
    `with ${optimizer}, the loss falls fastest at a learning rate of ${inShort(suggestion)} and is lowest at ` +
    `${inShort(lowest)}: try --learning-rate ${inShort(suggestion)}`
  );
}

/** Two digits are as exact as such a test is. */
const inShort = (rate: number): string => String(Number(rate.toPrecision(2)));

/** The curve of the loss, with the suggestion marked. */
function learningRateDrawing({ points, suggestion, strategy, data }: FoundLearningRate): string {
  const curve = (name: string, look: number, some: typeof points): Curve => ({
    name,
    look: seriesLook(look),
    points: some.map(({ learningRate, smoothed }) => ({
      ...{ x: learningRate, mean: smoothed, low: null, high: null },
    })),
  });
  const loss: Curve = {
    ...curve('loss', 0, points),
    singles: [points.map(({ learningRate, loss: y }) => ({ x: learningRate, y }))],
  };
  const suggested = points.filter(({ learningRate }) => learningRate === suggestion);
  const marked =
    suggestion === null ? [] : [curve(`falls fastest, ${inShort(suggestion)}`, 1, suggested)];
  const rates = points.map(({ learningRate }) => learningRate);
  const drawing = curves([loss, ...marked], {
    xTitle: 'learning rate',
    yTitle: 'loss',
    logarithmic: true,
    xTicks: niceLogTicks(rates).values,
    xTexts: (ticks) => ticks.map((rate) => (rate < 0.001 ? rate.toExponential() : String(rate))),
    y: 'linear',
  });
  return svgDocument(drawing, `Loss of ${strategy} on ${data} by learning rate`);
}
