import { readTensor } from '@axiswise/backend/read-tensor';
import { openSavedModel } from '@axiswise/backend/saved-model';
import * as tf from '@axiswise/tensorflow';
import type { ExportFormat } from '../export-format.ts';
import { isOwnLayer } from '../model-graph.ts';
import { predictInPython } from '../runtimes/python.ts';
import { TensorFlowGraph } from '../tensorflow/graph-def.ts';
import { tensorflowLayerOf } from '../tensorflow/tensorflow-layers.ts';

/** Weights are constants of the graph, so that there is one file and nothing to restore. */
export const savedmodel: ExportFormat = {
  name: 'savedmodel',
  describe: 'a SavedModel of TensorFlow',
  saysItself: () => false,
  write(model, { input: { axes }, outputs }) {
    const graph = new TensorFlowGraph();
    const input = graph.placeholder(axes.join('_'), model.input.shape);
    const values = new Map([[model.input.name, input]]);
    for (const layer of model.layers) {
      if (isOwnLayer(layer)) throw new Error(`${layer.name} is not of standard layers`);
      const inputs = layer.inputs.map(({ name }) => values.get(name)!);
      values.set(layer.name, tensorflowLayerOf(layer)(layer, inputs, graph));
    }
    const output = values.get(model.output.name)!;
    return new Map([['saved_model.pb', graph.savedModel(input, output, outputs.name)]]);
  },
  usage: ({ input: { axes }, outputs: { name } }) => `import tensorflow as tf

predict = tf.saved_model.load(".").signatures["serving_default"]
${name} = predict(${axes.join('_')}=tf.constant(examples))["${name}"].numpy()`,
  runtime: 'native TensorFlow as the engine, or Python with tensorflow',
  async predict(cases) {
    const outputs: Float32Array[] = [];
    for (const { folder, examples } of cases) {
      const model = await openSavedModel(folder);
      if (!model) break;
      const input = tf.tensor(examples.values, [...examples.shape]);
      const output = model.predict(input);
      outputs.push(Float32Array.from(await readTensor(output)));
      tf.dispose([input, output]);
      model.dispose();
    }
    if (outputs.length === cases.length) {
      return { runtime: 'native TensorFlow', outputs };
    }
    return predictInPython(cases, {
      module: 'tensorflow',
      code: `
import tensorflow as tf
predict = tf.saved_model.load(str(folder)).signatures["serving_default"]
[result] = predict(tf.constant(examples)).values()
return result.numpy()`,
    });
  },
};
