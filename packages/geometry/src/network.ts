import type { InputGeometry } from './axes.ts';
import {
  convolution,
  type ConvolutionGeometry,
  type ConvolutionSpec,
  deriveConvolution,
} from './convolution.ts';
import { type DenseGeometry, type DenseSpec, deriveDense } from './dense.ts';
import { deriveDropout, type DropoutGeometry, type DropoutSpec } from './dropout.ts';
import { GeometryError } from './errors.ts';
import { deriveFlatten, type FlattenGeometry, type FlattenSpec } from './flatten.ts';
import type { Activation, Features } from './layer.ts';
import { derivePooling, pooling, type PoolingGeometry, type PoolingSpec } from './pooling.ts';
import { checkPooling, checkStrategy, type FilterStrategy } from './strategy.ts';

/** A layer as it is declared, before it is known what it receives. */
export type LayerSpec = ConvolutionSpec | PoolingSpec | FlattenSpec | DenseSpec | DropoutSpec;

/** A layer with everything that follows from its place in the network. */
export type NetworkLayer =
  ConvolutionGeometry | PoolingGeometry | FlattenGeometry | DenseGeometry | DropoutGeometry;

/** A whole network as a value: derived once, drawn, counted and built from. */
export interface NetworkGeometry {
  readonly input: InputGeometry;
  readonly layers: readonly NetworkLayer[];
  readonly totals: { readonly parameters: number; readonly macs: number };
}

/** Filters, then pooling where the strategy pools: one block of a convolutional network. */
export function block<Axis extends string>(
  filters: number,
  strategy: FilterStrategy<Axis>,
  options: { readonly activation?: Activation } = {},
): LayerSpec[] {
  const along = strategy.pool ?? {};
  const filtersThenPooling: LayerSpec[] = [convolution(filters, strategy, options)];
  if (Object.keys(along).length > 0) filtersThenPooling.push(pooling(along));
  return filtersThenPooling;
}

/**
 * Derives shapes, parameters, multiply-accumulates and receptive fields of a network, layer by
 * layer, without touching a tensor.
 *
 * @throws GeometryError naming layer and axis where a layer cannot follow the one before it, a
 *   strategy forgets an axis, or something is subsampled that the domain declares not subsamplable.
 * @example
 * const { totals } = deriveNetwork(inputOf(pixels, [28, 28, 1]), [
 *   ...block(25, { move: { height: slide(3), width: slide(3) }, pool: { height: pool(2), width: pool(2) } }),
 *   flatten(),
 *   dense(100),
 *   dense(10, { activation: 'softmax' }),
 * ]);
 * totals.parameters; // 423860
 */
export function deriveNetwork(input: InputGeometry, specs: readonly LayerSpec[]): NetworkGeometry {
  if (specs.length === 0) throw new GeometryError('a network needs at least one layer');
  let features: Features = {
    axes: input.axes.names.map((name) => ({
      name,
      length: input.lengths[name],
      receptiveField: 1,
      jump: 1,
      inputLength: input.lengths[name],
    })),
    channels: input.channels,
    flat: false,
  };
  const layers: NetworkLayer[] = [];
  const counts = new Map<string, number>();
  for (const spec of specs) {
    const count = (counts.get(spec.kind) ?? 0) + 1;
    counts.set(spec.kind, count);
    const name = spec.name ?? `${spec.kind}_${count}`;
    if (layers.some((layer) => layer.name === name)) {
      throw new GeometryError(
        `two layers are named "${name}"; every layer needs a name of its own`,
      );
    }
    checkSubsampling(input, spec, name);
    const layer = deriveLayer(name, spec, features);
    layers.push(layer);
    features = layer.output;
  }
  const total = (key: 'parameters' | 'macs'): number =>
    layers.reduce((sum, layer) => sum + layer[key], 0);
  return { input, layers, totals: { parameters: total('parameters'), macs: total('macs') } };
}

function checkSubsampling(input: InputGeometry, spec: LayerSpec, name: string): void {
  if (spec.kind === 'convolution') {
    checkStrategy(input.axes, spec.strategy, name);
  } else if (spec.kind === 'pooling') {
    checkPooling(input.axes, spec.along, name);
  }
}

function deriveLayer(name: string, spec: LayerSpec, input: Features): NetworkLayer {
  switch (spec.kind) {
    case 'convolution':
      return deriveConvolution(name, spec, input);
    case 'pooling':
      return derivePooling(name, spec, input);
    case 'flatten':
      return deriveFlatten(name, spec, input);
    case 'dense':
      return deriveDense(name, spec, input);
    case 'dropout':
      return deriveDropout(name, spec, input);
  }
}
