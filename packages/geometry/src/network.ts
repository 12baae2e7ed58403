import type { Axes, InputGeometry } from './axes.ts';
import {
  convolution,
  type ConvolutionGeometry,
  type ConvolutionSpec,
  deriveConvolution,
} from './convolution.ts';
import { type DenseGeometry, type DenseSpec, deriveDense } from './dense.ts';
import { deriveDropout, type DropoutGeometry, type DropoutSpec } from './dropout.ts';
import { deriveEmbedding, type EmbeddingGeometry, type EmbeddingSpec } from './embedding.ts';
import { InputError } from '@axiswise/messages';
import { deriveFlatten, type FlattenGeometry, type FlattenSpec } from './flatten.ts';
import {
  deriveGlobalPooling,
  type GlobalPoolingGeometry,
  type GlobalPoolingSpec,
} from './global-pooling.ts';
import type { Activation, Features, LayerGeometry } from './layer.ts';
import { deriveMaxout, type MaxoutGeometry, type MaxoutSpec } from './maxout.ts';
import { type ConcatenationGeometry, deriveConcatenation, type ParallelSpec } from './parallel.ts';
import { derivePooling, pooling, type PoolingGeometry, type PoolingSpec } from './pooling.ts';
import { deriveSoftmax, type SoftmaxGeometry, type SoftmaxSpec } from './softmax.ts';
import { checkPooling, checkStrategy, type FilterStrategy } from './strategy.ts';
import { deriveUpsampling, type UpsamplingGeometry, type UpsamplingSpec } from './upsampling.ts';

type SingleSpec =
  | ConvolutionSpec
  | PoolingSpec
  | GlobalPoolingSpec
  | UpsamplingSpec
  | EmbeddingSpec
  | FlattenSpec
  | DenseSpec
  | DropoutSpec
  | MaxoutSpec
  | SoftmaxSpec;

/** A layer as it is declared, before it is known what it receives. */
export type LayerSpec = SingleSpec | ParallelSpec;

type AnyLayer =
  | ConvolutionGeometry
  | PoolingGeometry
  | GlobalPoolingGeometry
  | UpsamplingGeometry
  | EmbeddingGeometry
  | FlattenGeometry
  | DenseGeometry
  | DropoutGeometry
  | MaxoutGeometry
  | SoftmaxGeometry
  | ConcatenationGeometry;

/** Where in a network a layer stands. */
interface Placed {
  /** The names of the layers that it receives from; none for those that receive the network's input. */
  readonly inputs: readonly string[];
}

/** A layer with everything that follows from its place in the network. */
export type NetworkLayer = AnyLayer extends infer Layer
  ? Layer extends LayerGeometry
    ? Layer & Placed
    : never
  : never;

/** A whole network as a value: derived once, drawn, counted and built from. */
export interface NetworkGeometry {
  readonly input: InputGeometry;
  /** In an order in which each comes after those that it receives from. */
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
 * @throws InputError naming layer and axis where a layer cannot follow the one before it, a
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
  if (specs.length === 0) throw new InputError('geometry', 'a network needs at least one layer');
  const layers: NetworkLayer[] = [];
  const counts = new Map<string, number>();
  const nameFor = (kind: string, given?: string): string => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const name = given ?? `${kind.replaceAll('-', '_')}_${count}`;
    if (layers.some((layer) => layer.name === name)) {
      throw new InputError(
        'geometry',
        `two layers are named "${name}"; every layer needs a name of its own`,
      );
    }
    return name;
  };
  const deriveRow = (row: readonly LayerSpec[], from: Place): Place => {
    let place = from;
    for (const spec of row) {
      if (spec.kind === 'parallel') {
        const ends = spec.branches.map((branch) => deriveRow(branch, place));
        const joined = deriveConcatenation(
          nameFor('concatenation'),
          ends.map((end) => end.features),
        );
        layers.push({ ...joined, inputs: ends.flatMap(({ layer }) => layer ?? []) });
      } else {
        const name = nameFor(spec.kind, spec.name);
        checkAlongAxes(input.axes, spec, name);
        const layer = deriveLayer(name, spec, place.features, input.axes);
        layers.push({ ...layer, inputs: place.layer === undefined ? [] : [place.layer] });
      }
      const { name: layer, output: features } = layers[layers.length - 1];
      place = { layer, features };
    }
    return place;
  };
  deriveRow(specs, { layer: undefined, features: featuresOf(input) });
  const total = (key: 'parameters' | 'macs'): number =>
    layers.reduce((sum, layer) => sum + layer[key], 0);
  return { input, layers, totals: { parameters: total('parameters'), macs: total('macs') } };
}

/** A place between layers: the layer before it, none at the input, and what it hands on. */
interface Place {
  readonly layer: string | undefined;
  readonly features: Features;
}

const featuresOf = ({ names, lengths, channels, vocabularySize }: InputGeometry): Features => ({
  axes: names.map((name) => ({
    name,
    length: lengths[name]!,
    receptiveField: 1,
    jump: 1,
    start: 0,
    paddedBehind: 0,
    inputLength: lengths[name]!,
  })),
  channels,
  flat: false,
  ...(vocabularySize !== undefined && { vocabularySize }),
});

function checkAlongAxes(axes: Axes, spec: SingleSpec, name: string): void {
  if (spec.kind === 'convolution') {
    checkStrategy(axes, spec.strategy, name);
  } else if (spec.kind === 'pooling') {
    checkPooling(axes, spec.along, name);
  }
}

function deriveLayer(name: string, spec: SingleSpec, input: Features, axes: Axes): AnyLayer {
  switch (spec.kind) {
    case 'convolution':
      return deriveConvolution(name, spec, input);
    case 'pooling':
      return derivePooling(name, spec, input);
    case 'global-pooling':
      return deriveGlobalPooling(name, spec, input);
    case 'upsampling':
      return deriveUpsampling(name, spec, input);
    case 'embedding':
      return deriveEmbedding(name, spec, input, axes);
    case 'flatten':
      return deriveFlatten(name, spec, input);
    case 'dense':
      return deriveDense(name, spec, input);
    case 'dropout':
      return deriveDropout(name, spec, input);
    case 'maxout':
      return deriveMaxout(name, spec, input);
    case 'softmax':
      return deriveSoftmax(name, spec, input);
  }
}
