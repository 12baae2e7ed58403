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
    const { preprocessing, input, classes, ...facts } = card;
    const lowered = lowerToOnnx(model, { name: card.name, axes: input.axes });
    const description =
      `Probabilities of ${classes.length} classes, of the experiment ${card.experiment}, ` +
      `strategy ${card.strategy}. The metadata says how a file becomes an input.`;
    const metadata = {
      ...facts,
      input,
      classes,
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
  usage: ({ input: { axes } }) => `import onnxruntime

session = onnxruntime.InferenceSession("${file}")
[probabilities] = session.run(["probabilities"], {"${axes.join('_')}": examples})`,
  runtime: 'the npm package onnxruntime-node or onnxruntime-web, or Python with onnxruntime',
  predict: (cases) => predictWithOnnx(file, cases),
};
