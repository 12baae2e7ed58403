import { type Hdf5Group, hdf5, zip } from '@axiswise/binary';
import { type GraphLayer, type GraphValue, isOwnLayer, type ModelGraph } from '../model-graph.ts';
import { kerasConfig } from './keras-layers.ts';
import { inOrderOfKeras } from './keras-order.ts';

/** The version of Keras whose format is written; later ones read it. */
const kerasVersion = '3.0.0';

/**
 * Writes a model as a `.keras` file, the format of Keras 3: a zip archive of its configuration and its
 * weights.
 *
 * @throws InputError naming a layer that Keras has nothing for.
 */
export function kerasArchive(name: string, model: ModelGraph): Uint8Array {
  const standard = model.layers.map((layer) => {
    if (isOwnLayer(layer)) throw new Error(`${layer.name} is not of standard layers`);
    return layer;
  });
  const layers = inOrderOfKeras(standard, model.output.name);
  const config = {
    // Where Keras itself says that the class is.
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: [inputEntry(model.input), ...layers.map(layerEntry)],
      input_layers: [[model.input.name, 0, 0]],
      output_layers: [[model.output.name, 0, 0]],
    },
    registered_name: 'Functional',
    build_config: { input_shape: null },
    compile_config: null,
  };
  const text = (content: string): Uint8Array => Buffer.from(content, 'utf8');
  return zip(
    new Map([
      ['metadata.json', text(JSON.stringify({ keras_version: kerasVersion }))],
      ['config.json', text(JSON.stringify(config))],
      ['model.weights.h5', hdf5({ layers: weightsOf(layers), vars: {} })],
    ]),
  );
}

const inputEntry = ({ name, shape }: GraphValue) => ({
  module: 'keras.layers',
  class_name: 'InputLayer',
  config: { batch_shape: [null, ...shape], dtype: 'float32', sparse: false, name },
  registered_name: null,
  name,
  inbound_nodes: [],
});

const layerEntry = (layer: GraphLayer) => {
  const shapes = layer.inputs.map(({ shape }) => [null, ...shape]);
  const tensors = layer.inputs.map(({ name }, i) => ({
    class_name: '__keras_tensor__',
    config: { shape: shapes[i], dtype: 'float32', keras_history: [name, 0, 0] },
  }));
  const several = layer.inputs.length > 1;
  return {
    module: 'keras.layers',
    class_name: layer.className,
    config: kerasConfig(layer),
    registered_name: null,
    build_config: { input_shape: several ? shapes : shapes[0] },
    name: layer.name,
    inbound_nodes: [{ args: several ? [tensors] : tensors, kwargs: {} }],
  };
};

/** Keras looks for the weights of a layer under the name of its class, numbered: `conv2d_1`. */
function weightsOf(layers: readonly GraphLayer[]): Hdf5Group {
  const counts = new Map<string, number>();
  return Object.fromEntries(
    layers.map(({ className, weights }) => {
      const name = snakeCaseOfClass(className);
      const before = counts.get(name) ?? 0;
      counts.set(name, before + 1);
      const vars = Object.fromEntries(weights.map((weight, i) => [String(i), weight]));
      return [before === 0 ? name : `${name}_${before}`, { vars }];
    }),
  );
}

/** `DepthwiseConv2D` becomes `depthwise_conv2d`, as `to_snake_case` in Keras' `naming.py` has it. */
const snakeCaseOfClass = (name: string): string =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
