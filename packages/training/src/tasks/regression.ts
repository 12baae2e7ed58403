import { allTargets, type Split, type TargetForm } from '@axiswise/data';
import { dense } from '@axiswise/geometry';
import { scatter } from '@axiswise/drawing';
import { InputError, withUnit } from '@axiswise/messages';
import { mae, r2, rmse, squaredErrorLoss } from '../metrics/regression-metrics.ts';
import { maeScore, r2Score, rmseScore, squaredErrors } from './regression-scores.ts';
import { someOf } from './model-outputs.ts';
import type { TaskForm, TaskKind } from './task.ts';

/**
 * One number for each example, or several. A network learns them standardised: less the mean of the training
 * examples, over their standard deviation. Predictions and metrics are in the unit of the targets.
 */
export const regression: TaskKind = {
  describe: 'numbers of each example',
  loss: 'meanSquaredError',
  metrics: { rmse, mae, r2, loss: squaredErrorLoss },
  headline: 'rmse',
  activation: 'linear',
  // The network is trained on standardised targets.
  trainsOnLoss: false,
  sizes: ({ targets }) => {
    const size = sizeOf(targets);
    return { target: size, output: size };
  },
  head: ({ targets }) => [dense(sizeOf(targets), { activation: 'linear' })],
  learn: (train, { form: { targets } }) => standardsOf(train, targets!),
  tensor({ tf, targets, facts: { mean, standardDeviation } }) {
    const width = mean.length;
    return tf.tensor2d(
      targets.map((value, i) => (value - mean[i % width]) / standardDeviation[i % width]),
      [targets.length / width, width],
    );
  },
  predict(outputs, to, { facts: { mean, standardDeviation } }) {
    for (let i = 0; i < outputs.length; i++) {
      to[i] = mean[i % mean.length] + standardDeviation[i % mean.length] * outputs[i];
    }
  },
  rescaled: ({ mean, standardDeviation }) => ({ scale: standardDeviation, offset: mean }),
  outputs({ targets }, { mean, standardDeviation }) {
    const { names, units } = targets!;
    return {
      name: 'values',
      axes: ['target'],
      shape: [names.length],
      names,
      ...(units && { units }),
      prediction: 'value',
      standardized: { mean, standardDeviation },
      inWords:
        `The predicted numbers in the unit of the targets: ` +
        `${someOf(names.map((name, k) => (units?.[k] ? `${name} in ${units[k]}` : name)))}. The network learned them ` +
        `standardised; its last layer multiplies by the standard deviation and adds the mean, so nothing is left ` +
        `to be done.`,
    };
  },
  inWords: (row, form) => numbersInWords(row, form),
  targetInWords: (row, form) => numbersInWords(row, form),
  predictedOutputs: (row) => [...row.keys()],
  figures(test, { targets }) {
    const { names, units } = targets!;
    return names.flatMap((name, k) => {
      const at = Array.from({ length: test.targets.length / names.length }, (_, i) => {
        const place = i * names.length + k;
        return [test.targets[place], test.predictions[place]] as const;
      });
      const unit = units?.[k] ? ` (${units[k]})` : '';
      const axes = { x: `true ${name}${unit}`, y: `predicted ${name}${unit}` };
      return [
        {
          name: `predicted-${name}`,
          title: `Predicted and true ${name}: on the dashed line they are equal`,
          drawing: scatter(at, { ...axes, title: name, line: 'equal' }),
        },
        {
          name: `residuals-${name}`,
          title: `What the prediction of ${name} exceeds the truth by, against the prediction`,
          drawing: scatter(
            at.map(([truth, predicted]) => [predicted, predicted - truth]),
            {
              x: axes.y,
              y: `predicted less true${unit}`,
              title: `residuals of ${name}`,
              line: 'zero',
            },
          ),
        },
      ];
    });
  },
  score: {
    describe: 'mean squared error',
    better: 'lower',
    range: [0, Infinity],
    unit: 'squared',
    of: squaredErrors,
  },
  scores: () => ({ rmse: rmseScore, mae: maeScore, r2: r2Score }),
  constant: {
    describe: 'that of always predicting the mean of the training targets',
    // Of standardised targets.
    outputs: (_train, { outputSize }) => new Float32Array(outputSize),
  },
  prediction: (row, { targets }) => ({
    values: Object.fromEntries(targets!.names.map((name, k) => [name, row[k]])),
  }),
  cells: (row, { targets }) =>
    targets!.names.map((title, k) => ({
      title,
      align: 'right',
      text: withUnit(Number(row[k].toPrecision(4)), targets!.units?.[k]),
    })),
};

/** `3.2°`; of several numbers `slant 3.2°, thickness 2.1 px`. */
function numbersInWords(row: Float32Array, { targets }: TaskForm): string {
  const { names, units } = targets!;
  return names
    .map((name, k) => {
      const number = withUnit(Number(row[k].toPrecision(4)), units?.[k]);
      return names.length === 1 ? String(number) : `${name} ${number}`;
    })
    .join(', ');
}

const sizeOf = (targets: TargetForm | undefined): number =>
  (targets?.shape ?? []).reduce((product, length) => product * length, 1);

/** @throws InputError where a target is not finite, or one that is to be learned does not vary. */
function standardsOf(train: Split, { names, shape }: TargetForm) {
  const values = allTargets(train);
  const width = sizeOf({ names, shape, task: '' });
  if (train.targets?.size !== width || names.length !== width) {
    throw new InputError(
      'data',
      `the data has ${train.targets?.size ?? 0} numbers as the target of an example, but names ` +
        `${names.length} (${names.join(', ')}) and says that they are ${width}`,
    );
  }
  const strange = values.findIndex((value) => !Number.isFinite(value));
  if (strange !== -1) {
    throw new InputError(
      'data',
      `the ${names[strange % width]} of training example ${Math.floor(strange / width)} is ` +
        `${values[strange]}, but targets must be finite numbers; correct it or leave the example out`,
    );
  }
  const mean = names.map((_, k) => meanOf(values, k, width, (value) => value));
  const standardDeviation = names.map((name, k) => {
    const variance = meanOf(values, k, width, (value) => (value - mean[k]) ** 2);
    if (variance > 0) return Math.sqrt(variance);
    throw new InputError(
      'data',
      `the ${name} is ${mean[k]} in all ${train.length} training examples, so there is nothing to learn; ` +
        `add examples with other values`,
    );
  });
  return { mean, standardDeviation };
}

/** The mean of one number of the targets over the examples. */
function meanOf(
  values: Float32Array,
  k: number,
  width: number,
  of: (value: number) => number,
): number {
  let sum = 0;
  for (let i = k; i < values.length; i += width) sum += of(values[i]);
  return sum / (values.length / width);
}
