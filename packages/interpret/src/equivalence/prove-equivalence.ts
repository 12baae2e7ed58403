import { InputError } from '@axiswise/messages';
import {
  convolutionKind,
  type GlobalPoolingGeometry,
  globalPoolingKind,
  type NetworkGeometry,
  type NetworkLayer,
  type PoolingGeometry,
  poolingKind,
} from '@axiswise/geometry';
import { type ConvolutionProof, type ProofOptions, proveConvolution } from './prove-convolution.ts';
import { type MaxPoolingProof, proveMaxPooling } from './prove-max-pooling.ts';

/** What was proved of one layer. */
export type EquivalenceProof = ConvolutionProof | MaxPoolingProof;

/**
 * Proves that a network's convolutions are sparse dense layers with shared weights, and that max
 * pooling right after one is maxout over tied units.
 *
 * @param options.layer proves only this layer; default all.
 * @param options.onProof gets each proof as soon as it is made.
 * @throws InputError if the network has no such layers, or none of that name.
 * @example
 * const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('smaller') };
 * const network = deriveNetwork(inputOf(defineAxes({ time: anywhere }), [6, 1]), [
 *   convolution(2, { move: { time: slide(3) } }),
 * ]);
 * const [proof] = await proveEquivalence(network);
 * [proof.denseParameters, proof.connections, proof.sharedParameters]; // [56, 32, 8]
 * proof.maxGradientDifference < 1e-5; // true
 */
export async function proveEquivalence(
  network: NetworkGeometry,
  options: ProofOptions & {
    readonly layer?: string | undefined;
    readonly onProof?: (proof: EquivalenceProof) => void;
  } = {},
): Promise<EquivalenceProof[]> {
  const { layer: wanted, onProof, ...proofOptions } = options;
  const provable = new Map(
    network.layers.flatMap((layer) => {
      const prove = proofOf(layer, network);
      return prove ? [[layer.name, prove]] : [];
    }),
  );
  const names = network.layers.map(({ name }) => name);
  if (provable.size === 0) {
    throw new InputError(
      'data',
      `this network has no convolution, whose dense layer could be shown (its layers: ` +
        `${names.join(', ')}); choose another strategy`,
    );
  }
  if (wanted !== undefined && !provable.has(wanted)) {
    const asked = network.layers.find(({ name }) => name === wanted);
    const why = !asked
      ? `there is no layer "${wanted}"`
      : asked.kind.connections
        ? `"${wanted}" is a ${asked.kind.name}, whose dense layer is not computed here`
        : `"${wanted}" is neither a convolution nor max pooling behind one`;
    throw new InputError('data', `${why}; there are: ${[...provable.keys()].join(', ')}`);
  }
  const proofs: EquivalenceProof[] = [];
  for (const [name, prove] of provable) {
    if (wanted !== undefined && name !== wanted) continue;
    const proof = prove(proofOptions);
    proofs.push(proof);
    onProof?.(proof);
    // Yields between layers, so that progress is written and a call can be interrupted.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return proofs;
}

type Prove = (options: ProofOptions) => EquivalenceProof;

function proofOf(layer: NetworkLayer, { layers }: NetworkGeometry): Prove | undefined {
  if (convolutionKind.is(layer)) return (options) => proveConvolution(layer, options);
  const before = layers.find(({ name }) => name === layer.inputs[0]);
  if (!isMaxPooling(layer) || !before || !convolutionKind.is(before)) return undefined;
  return (options) => proveMaxPooling(before, layer, options);
}

const isMaxPooling = (
  layer: NetworkLayer,
): layer is NetworkLayer & (PoolingGeometry | GlobalPoolingGeometry) =>
  (poolingKind.is(layer) || globalPoolingKind.is(layer)) &&
  layer.spec.keep === 'max' &&
  // Filters that span every axis have a single position, so there is nothing to draw.
  Object.keys(layer.spec.along).length > 0;
