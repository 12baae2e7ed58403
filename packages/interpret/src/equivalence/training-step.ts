import { withExactConvolutions } from '@axiswise/kernels/exact-convolutions';
import * as tf from '@axiswise/tensorflow';

/** The output of a TensorFlow.js model, its gradients, and its weights after a step of descent. */
export interface TrainingStep {
  /** `[example, output]`. */
  readonly outputs: Float32Array;
  /** Gradients of the shared numbers, in the order of the variables. */
  readonly gradient: Float32Array;
  readonly stepped: Float32Array;
  readonly learningRate: number;
}

/**
 * Makes one step of gradient descent on the squared error, ½ Σ (output − target)², of some outputs.
 *
 * The learning rate is chosen so that the step changes weights by up to a tenth of the largest.
 *
 * @param values the values of the variables before the step, concatenated.
 * @param targets `[example, output]`.
 * @param counted `[output]`: 1 if the error counts, else 0.
 */
export function trainingStep(
  model: tf.LayersModel,
  variables: readonly tf.Variable[],
  values: Float32Array,
  inputs: Float32Array,
  targets: Float32Array,
  counted: Float32Array,
): TrainingStep {
  // Not returned from tidy, which would look for tensors in every element of the arrays.
  let step!: TrainingStep;
  const take = (): void => {
    let from = 0;
    for (const variable of variables) {
      variable.assign(tf.tensor(values.slice(from, from + variable.size), variable.shape));
      from += variable.size;
    }
    const [, ...shape] = model.inputs[0].shape as number[];
    const count = targets.length / counted.length;
    const x = tf.tensor(inputs, [count, ...shape]);
    const target = tf.tensor2d(targets, [count, counted.length]);
    let outputs!: tf.Tensor;
    const error = (): tf.Scalar => {
      outputs = tf.keep(tf.reshape(model.apply(x) as tf.Tensor, target.shape));
      return tf.mul(0.5, tf.sum(tf.mul(tf.square(tf.sub(outputs, target)), tf.tensor1d(counted))));
    };
    const { grads } = tf.variableGrads(error, [...variables]);
    const inOrder = variables.map(({ name }) => tf.reshape(grads[name], [-1]));
    const gradient = tf.concat1d(inOrder as tf.Tensor1D[]).dataSync<'float32'>();
    const learningRate = 0.1 * (largest(values) / (largest(gradient) || 1));
    const optimizer = tf.train.sgd(learningRate);
    optimizer.applyGradients(grads);
    optimizer.dispose();
    const after = variables.map((variable) => tf.reshape(variable, [-1]) as tf.Tensor1D);
    step = {
      outputs: outputs.dataSync<'float32'>().slice(),
      gradient: gradient.slice(),
      stepped: tf.concat1d(after).dataSync<'float32'>().slice(),
      learningRate,
    };
    outputs.dispose();
  };
  // What is proved is the arithmetic, not the rounding of an algorithm that is faster.
  withExactConvolutions(() => tf.tidy(take));
  return step;
}

const largest = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
