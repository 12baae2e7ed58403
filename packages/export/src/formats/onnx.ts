import type { ExportFormat } from '../export-format.ts';
import { encodeOnnx } from '../onnx/onnx-graph.ts';
import { lowerToOnnx, speaksOnnx } from '../onnx/lower-to-onnx.ts';
import { predictWithOnnx } from '../runtimes/onnx-runtime.ts';

const file = 'model.onnx';

export const onnx: ExportFormat = {
  name: 'onnx',
  describe: 'ONNX, opset 17',
  saysItself: speaksOnnx,
  write(model, card) {
    const { preprocessing, input, classes, targets, outputs, test, ...facts } = card;
    const lowered = lowerToOnnx(model, { name: card.name, axes: input.axes, outputs });
    const description = `Of the experiment ${card.experiment}, strategy ${card.strategy}. ${outputs.inWords} The metadata says how a file becomes an input.`;
    const metadata = {
      ...facts,
      input,
      classes,
      outputs,
      test,
      ...(targets && { targets }),
      ...(preprocessing && { preprocessing }),
    };
    const texts = Object.fromEntries(
      Object.entries(metadata).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    );
    return new Map([[file, encodeOnnx(lowered, { description, metadata: texts })]]);
  },
  usage: ({ input: { axes }, outputs: { name } }) => `import onnxruntime

session = onnxruntime.InferenceSession("${file}")
[${name}] = session.run(["${name}"], {"${axes.join('_')}": examples})`,
  runtime: 'the npm package onnxruntime-node or onnxruntime-web, or Python with onnxruntime',
  predict: (cases) => predictWithOnnx(file, cases),
};
