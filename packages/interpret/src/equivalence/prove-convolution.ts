import { Random } from '@axiswise/random';
import { type ConvolutionGeometry, tiedDense } from '@axiswise/geometry';
import { buildPiece, convolutionVariables } from '@axiswise/layers';
import { norm, relativeDifference } from './difference.ts';
import { samplePositions } from './sample-positions.ts';
import { averagedGradient, summedGradient, tiedForward } from './tied-layer.ts';
import { trainingStep } from './training-step.ts';

/** Limits of the work of a proof. */
export interface ProofOptions {
  readonly seed?: number;
  /**
   * The number of connections to compute per example. A layer with more is checked at as many
   * output positions as this allows, drawn by the seed. Default 40 million: a second or two.
   */
  readonly maxConnections?: number;
}

export const defaultMaxConnections = 40_000_000;

/** Examples in a proof; several, because gradients are summed over examples too. */
export const proofExamples = 2;

/**
 * What every proof counts and measures. Differences are relative to the largest number compared.
 */
export interface Proof {
  readonly layer: string;
  readonly inputs: number;
  readonly outputs: number;
  /**
   * Weights of the dense layer, biases included; how many are not zero by construction; how many
   * are independent.
   */
  readonly denseParameters: number;
  readonly connections: number;
  readonly sharedParameters: number;
  /** Output positions, and how many of them were compared. */
  readonly positions: number;
  readonly positionsChecked: number;
  readonly maxForwardDifference: number;
  readonly maxGradientDifference: number;
  /** Difference of the weights after one step of gradient descent. */
  readonly maxStepDifference: number;
}

/** The comparison of a convolution with its sparse dense layer. */
export interface ConvolutionProof extends Proof {
  readonly kind: 'convolution';
  /** The effect of averaging the gradients of tied weights instead of summing them. */
  readonly averaging: {
    /** The fewest and the most connections that share a weight: the divisors of the average. */
    readonly leastUses: number;
    readonly mostUses: number;
    /** The length of the averaged step, divided by that of the summed step. */
    readonly stepRatio: number;
  };
}

/**
 * Proves numerically that a convolution is a dense layer with most weights zero and the others
 * shared.
 *
 * The convolution is the layer of the network; the dense layer is computed here, connection by
 * connection and in double precision. Both get the same random inputs, weights and targets. The
 * proof compares their outputs before the activation (which acts on each value separately), the
 * gradients of the squared error, with those of tied weights summed, and the weights after a step
 * of gradient descent.
 *
 * An engine must be running. `tiedDense` of @axiswise/geometry lists the connections.
 */
export function proveConvolution(
  layer: ConvolutionGeometry,
  { seed = 0, maxConnections = defaultMaxConnections }: ProofOptions = {},
): ConvolutionProof {
  const dense = tiedDense(layer);
  const { filters, inputs, outputs, connections, sharedParameters } = dense;
  const random = new Random(seed, 'equivalence', layer.name);
  const draw = (length: number): Float32Array =>
    Float32Array.from({ length }, () => random.uniform(-1, 1));
  const shared = draw(sharedParameters);
  const examples = { count: proofExamples, values: draw(proofExamples * inputs) };
  const targets = draw(proofExamples * outputs);
  const wanted = Math.floor((maxConnections / connections) * dense.positions);
  const positions = samplePositions(dense.positions, wanted, random);

  const counted = new Float32Array(outputs);
  for (const position of positions) {
    counted.fill(1, position * filters, (position + 1) * filters);
  }
  const linear: ConvolutionGeometry = { ...layer, spec: { ...layer.spec, activation: 'linear' } };
  const model = buildPiece([linear]);
  const variables = convolutionVariables(model, linear);
  const convolution = trainingStep(model, variables, shared, examples.values, targets, counted);
  model.dispose();

  const found = tiedForward(dense, shared, examples, positions);
  const place = placesOf(positions, filters, outputs);
  const expected = Float32Array.from(found, (_, i) => convolution.outputs[place(i)]);
  const errors = found.map((value, i) => value - targets[place(i)]);
  const gradient = summedGradient(dense, examples, positions, errors);
  const stepBy = (by: Float64Array): Float64Array =>
    by.map((slope) => -convolution.learningRate * slope);
  const step = stepBy(gradient);
  const uses = dense.uses();
  const shares = uses.filter((n) => n > 0);
  return {
    layer: layer.name,
    kind: 'convolution',
    inputs,
    outputs,
    denseParameters: dense.denseParameters,
    connections,
    sharedParameters,
    positions: dense.positions,
    positionsChecked: positions.length,
    maxForwardDifference: relativeDifference(found, expected),
    maxGradientDifference: relativeDifference(gradient, convolution.gradient),
    maxStepDifference: relativeDifference(
      step.map((change, i) => shared[i] + change),
      convolution.stepped,
    ),
    averaging: {
      leastUses: shares.reduce((least, n) => Math.min(least, n), Infinity),
      mostUses: shares.reduce((most, n) => Math.max(most, n), 0),
      stepRatio: norm(stepBy(averagedGradient(gradient, uses))) / norm(step),
    },
  };
}

/** Converts an index into `[example, checked position, filter]` to one into `[example, output]`. */
export function placesOf(
  positions: Int32Array,
  filters: number,
  outputs: number,
): (i: number) => number {
  const size = positions.length * filters;
  return (i) => {
    const example = Math.floor(i / size);
    const within = i % size;
    return (
      example * outputs + positions[Math.floor(within / filters)] * filters + (within % filters)
    );
  };
}
