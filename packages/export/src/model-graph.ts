import { readTensor } from '@axiswise/backend/read-tensor';
import type { FloatArray } from '@axiswise/binary';
import type { NetworkLayer } from '@axiswise/geometry';
import type * as tf from '@axiswise/tensorflow';

/** What a layer gives: its name, and its shape without the batch. */
export interface GraphValue {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The trained numbers of a layer, by the name that TensorFlow.js gives them: `kernel`, `bias`. */
export interface LayerWeights extends FloatArray {
  readonly name: string;
  readonly trainable: boolean;
}

/** A layer of a model of TensorFlow.js, without TensorFlow.js. */
export interface GraphLayer {
  readonly name: string;
  /** The class in TensorFlow.js, which Keras has too: `Conv2D`. */
  readonly className: string;
  /** As `tf.layers.Layer.getConfig` gives it. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly GraphValue[];
  readonly output: GraphValue;
  readonly weights: readonly LayerWeights[];
}

/** A layer of a kind that says itself how a format expresses it. It stands for all layers of its name. */
export interface OwnLayer {
  readonly name: string;
  readonly own: NetworkLayer;
  readonly inputs: readonly GraphValue[];
  readonly output: GraphValue;
  /** By the name of the TensorFlow.js layer that holds them. */
  readonly weightsOf: ReadonlyMap<string, readonly LayerWeights[]>;
}

/** A saved model as plain data: what every format is written from. */
export interface ModelGraph {
  readonly input: GraphValue;
  /** Every layer behind those that it receives from. */
  readonly layers: readonly (GraphLayer | OwnLayer)[];
  readonly output: GraphValue;
}

export const isOwnLayer = (layer: GraphLayer | OwnLayer): layer is OwnLayer => 'own' in layer;

/**
 * Reads a model of standard layers, as a run saves it.
 *
 * @param own the layers of the network whose kind says itself how the format expresses it: the
 *   TensorFlow.js layers that they were built of are left out.
 */
export async function readGraph(
  model: tf.LayersModel,
  own: readonly NetworkLayer[] = [],
): Promise<ModelGraph> {
  const ownByName = new Map(own.map((layer) => [layer.name, layer]));
  const layers: (GraphLayer | OwnLayer)[] = [];
  const done = new Set<string>();

  const visit = async (layer: tf.layers.Layer): Promise<void> => {
    if (done.has(layer.name)) return;
    done.add(layer.name);
    const ownLayer = ownByName.get(layer.name);
    const parts = ownLayer ? partsOf(layer, ownLayer) : [layer];
    const before = [...new Set(parts.flatMap(layersBefore))].filter(
      (each) => !parts.includes(each),
    );
    for (const each of before) await visit(each);
    if (layersBefore(layer).length === 0) return;
    const common = { name: layer.name, output: valueOf(layer) };
    if (ownLayer) {
      const weightsOf = new Map<string, LayerWeights[]>();
      for (const part of parts) weightsOf.set(part.name, await weightsOfLayer(part));
      layers.push({ ...common, own: ownLayer, inputs: before.map(valueOf), weightsOf });
    } else {
      layers.push({
        ...common,
        className: layer.getClassName(),
        config: layer.getConfig(),
        inputs: layersBefore(layer).map(valueOf),
        weights: await weightsOfLayer(layer),
      });
    }
  };

  const [output] = model.outputLayers;
  await visit(output);
  return { input: valueOf(model.inputLayers[0]), layers, output: valueOf(output) };
}

const layersBefore = (layer: tf.layers.Layer): tf.layers.Layer[] =>
  layer.inboundNodes[0].inboundLayers;

const valueOf = (layer: tf.layers.Layer): GraphValue => ({
  name: layer.name,
  shape: (layer.inboundNodes[0].outputShapes as tf.Shape[])[0].slice(1) as number[],
});

/** The TensorFlow.js layers that a layer of the network was built of: those named `<name>_<what>`. */
function partsOf(last: tf.layers.Layer, { name, inputs }: NetworkLayer): tf.layers.Layer[] {
  const parts: tf.layers.Layer[] = [];
  const add = (layer: tf.layers.Layer): void => {
    if (parts.includes(layer) || inputs.includes(layer.name)) return;
    if (layer.name !== name && !layer.name.startsWith(`${name}_`)) return;
    for (const before of layersBefore(layer)) add(before);
    parts.push(layer);
  };
  add(last);
  return parts;
}

async function weightsOfLayer(layer: tf.layers.Layer): Promise<LayerWeights[]> {
  const weights: LayerWeights[] = [];
  for (const weight of layer.weights) {
    weights.push({
      name: weight.originalName.split('/').at(-1)!,
      shape: weight.shape as number[],
      values: Float32Array.from(await readTensor(weight.read())),
      trainable: layer.trainable && weight.trainable,
    });
  }
  return weights;
}
