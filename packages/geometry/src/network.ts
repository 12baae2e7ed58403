import { InputError } from '@axiswise/messages';
import type { InputGeometry } from './axes.ts';
import { type Features, featuresOf } from './features.ts';
import { deriveLayer, isBranching, type LayerSpec, type NetworkLayer } from './layer-kind.ts';

/** A whole network as a value: derived once, drawn, counted and built from. */
export interface NetworkGeometry {
  readonly input: InputGeometry;
  /** In an order in which each comes after those that it receives from. */
  readonly layers: readonly NetworkLayer[];
  readonly totals: { readonly parameters: number; readonly macs: number };
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
  /** Derives one layer behind the ends of others: one, or of a layer that joins branches several. */
  const deriveOne = (spec: LayerSpec, behind: readonly Place[]): Place => {
    const { kind } = spec;
    if (isBranching(kind)) {
      const ends = kind.branches.of(spec).map((branch) => deriveRow(branch, behind[0]));
      return deriveOne(kind.branches.join(spec), ends);
    }
    const name = nameFor(kind.name, spec.name);
    const inputs = behind.map(({ features }) => features);
    const layer = deriveLayer(kind, spec, { name, input: inputs[0], inputs, axes: input.axes });
    layers.push({ ...layer, inputs: behind.flatMap((place) => place.layer ?? []) });
    return { layer: name, features: layer.output };
  };
  const deriveRow = (row: readonly LayerSpec[], from: Place): Place =>
    row.reduce((place, spec) => deriveOne(spec, [place]), from);
  deriveRow(specs, { layer: undefined, features: featuresOf(input) });
  const total = (key: 'parameters' | 'macs'): number =>
    layers.reduce((sum, layer) => sum + layer[key], 0);
  return { input, layers, totals: { parameters: total('parameters'), macs: total('macs') } };
}

/** A place between layers: the layer before it, none at the input, and its output. */
interface Place {
  readonly layer: string | undefined;
  readonly features: Features;
}
