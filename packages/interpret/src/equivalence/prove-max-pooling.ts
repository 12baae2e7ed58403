import { Random } from '@axiswise/random';
import {
  type ConvolutionGeometry,
  type GlobalPoolingGeometry,
  type PoolingGeometry,
  tiedDense,
  windowTaps,
} from '@axiswise/geometry';
import { buildPiece, convolutionVariables, Maxout } from '@axiswise/layers';
import * as tf from '@axiswise/tensorflow';
import { relativeDifference } from './difference.ts';
import {
  defaultMaxConnections,
  placesOf,
  type Proof,
  proofExamples,
  type ProofOptions,
} from './prove-convolution.ts';
import { samplePositions } from './sample-positions.ts';
import { summedGradient, tiedForward } from './tied-layer.ts';
import { trainingStep } from './training-step.ts';

/** The comparison of max pooling after a convolution with a maxout layer over tied units. */
export interface MaxPoolingProof extends Proof {
  readonly kind: 'max-pooling';
  /** The convolution whose maps are pooled. */
  readonly convolution: string;
  /** Linear units per maxout unit: positions in a window. */
  readonly pieces: number;
  /** The fraction of windows in which several pieces are the largest. */
  readonly ties: number;
}

/**
 * Proves numerically that max pooling is maxout (Goodfellow et al. 2013) over tied units: the
 * pieces of a maxout unit are the neurons of one filter at the positions of a window.
 *
 * Convolution and pooling are the layers of the network; the other side consists of the
 * convolution's neurons, computed connection by connection, and the layer `Maxout` on top. Inputs
 * and weights are multiples of one half (−1, −½, 0, ½, 1), so sums of their products are exact on
 * every engine, and ties are frequent. Both sides give the gradient of a tie to the first of the
 * largest.
 *
 * A rectifier between the two changes nothing: the maximum of rectified values is the rectified
 * maximum.
 */
export function proveMaxPooling(
  convolution: ConvolutionGeometry,
  pooling: PoolingGeometry | GlobalPoolingGeometry,
  { seed = 0, maxConnections = defaultMaxConnections }: ProofOptions = {},
): MaxPoolingProof {
  const dense = tiedDense(convolution);
  const { filters, inputs } = dense;
  const { windows } = pooling;
  const taps = windowTaps(windows);
  const pooledPositions = windows.reduce((n, { outputLength }) => n * outputLength, 1);
  const outputs = pooledPositions * filters;
  const pieces = windows.reduce((n, { kernelSize }) => n * kernelSize, 1);

  const random = new Random(seed, 'equivalence', pooling.name);
  const halves = (length: number): Float32Array =>
    Float32Array.from({ length }, () => (random.integer(5) - 2) / 2);
  const shared = halves(dense.sharedParameters);
  const examples = { count: proofExamples, values: halves(proofExamples * inputs) };
  const targets = halves(proofExamples * outputs);
  // Overlapping windows use neurons several times; positions outside all windows are not used.
  let connections = 0;
  const used = new Uint8Array(dense.sharedParameters);
  for (let output = 0; output < pooledPositions; output++) {
    for (const { position } of taps(output)) {
      const { weights, bias } = dense.connectionsAt(position);
      connections += (weights.length + (bias === undefined ? 0 : 1)) * filters;
      for (const weight of weights) used[weight] = 1;
      if (bias !== undefined) used[bias] = 1;
    }
  }
  const wanted = Math.floor((maxConnections / connections) * pooledPositions);
  const positions = samplePositions(pooledPositions, wanted, random);

  const counted = new Float32Array(outputs);
  for (const position of positions) {
    counted.fill(1, position * filters, (position + 1) * filters);
  }
  const linear: ConvolutionGeometry = {
    ...convolution,
    spec: { ...convolution.spec, activation: 'linear' },
  };
  const model = buildPiece([linear, pooling]);
  const variables = convolutionVariables(model, linear);
  const pooled = trainingStep(model, variables, shared, examples.values, targets, counted);
  model.dispose();

  // The pieces of each window; a window that reaches over the edge repeats its first piece.
  const members = Array.from(positions, (output) => {
    const inside = taps(output).map(({ position }) => position);
    return Array.from({ length: pieces }, (_, i) => inside[i] ?? inside[0]);
  });
  const neurons = Int32Array.from([...new Set(members.flat())].sort((a, b) => a - b));
  const rank = new Map(Array.from(neurons, (neuron, i) => [neuron, i]));
  const units = tiedForward(dense, shared, examples, neurons);
  const placeOfPiece = (example: number, window: number, filter: number, piece: number): number =>
    (example * neurons.length + rank.get(members[window][piece])!) * filters + filter;
  const perExample = positions.length * filters;
  const pieceOf = (i: number): number => {
    const unit = Math.floor(i / pieces);
    const within = unit % perExample;
    return placeOfPiece(
      Math.floor(unit / perExample),
      Math.floor(within / filters),
      within % filters,
      i % pieces,
    );
  };
  const values = Float32Array.from(
    { length: proofExamples * perExample * pieces },
    (_, i) => units[pieceOf(i)],
  );
  const place = placesOf(positions, filters, outputs);
  const wantedValues = Float32Array.from(
    { length: proofExamples * perExample },
    (_, i) => targets[place(i)],
  );
  const maxout = throughMaxout(values, wantedValues, pieces);
  const unitGradient = new Float64Array(units.length);
  maxout.gradient.forEach((slope, i) => (unitGradient[pieceOf(i)] += slope));
  const gradient = summedGradient(dense, examples, neurons, unitGradient);
  const expected = Float32Array.from(wantedValues, (_, i) => pooled.outputs[place(i)]);

  let tied = 0;
  for (let unit = 0; unit < maxout.outputs.length; unit++) {
    const largest = new Set<number>();
    for (let piece = 0; piece < pieces; piece++) {
      const i = unit * pieces + piece;
      if (values[i] === maxout.outputs[unit]) largest.add(pieceOf(i));
    }
    if (largest.size > 1) tied++;
  }
  return {
    layer: pooling.name,
    kind: 'max-pooling',
    convolution: convolution.name,
    pieces,
    ties: tied / maxout.outputs.length,
    inputs,
    outputs,
    denseParameters: (inputs + 1) * outputs * pieces,
    connections,
    sharedParameters: used.reduce((sum, is) => sum + is, 0) * filters,
    positions: pooledPositions,
    positionsChecked: positions.length,
    maxForwardDifference: relativeDifference(maxout.outputs, expected),
    maxGradientDifference: relativeDifference(gradient, pooled.gradient),
    maxStepDifference: relativeDifference(
      gradient.map((slope, i) => shared[i] - pooled.learningRate * slope),
      pooled.stepped,
    ),
  };
}

/** Computes the layer's output for linear units, and the gradient of the squared error in them. */
function throughMaxout(
  units: Float32Array,
  targets: Float32Array,
  pieces: number,
): { readonly outputs: Float32Array; readonly gradient: Float32Array } {
  const layer = new Maxout({ pieces });
  const apply = (x: tf.Tensor): tf.Tensor => tf.reshape(layer.apply(x) as tf.Tensor, [-1]);
  const error = (x: tf.Tensor): tf.Scalar =>
    tf.mul(0.5, tf.sum(tf.square(tf.sub(apply(x), targets))));
  const x = tf.tensor2d(units, [targets.length, pieces]);
  const given = tf.tidy(() => [apply(x), tf.grad(error)(x)]);
  const [outputs, gradient] = given.map((tensor) => tensor.dataSync<'float32'>().slice());
  tf.dispose([x, ...given]);
  return { outputs, gradient };
}
