import { npz as encodeNpz } from '@axiswise/binary';
import type { ExportFormat } from '../export-format.ts';
import { lowerToOnnx, speaksOnnx } from '../onnx/lower-to-onnx.ts';
import { predictInPython } from '../runtimes/python.ts';
import { torchModule } from '../torch/torch-script.ts';

/** Operators of ONNX are what the script is translated from, so that a kind of layer says one thing for both. */
export const npz: ExportFormat = {
  name: 'npz',
  describe: 'NumPy weights with a PyTorch script',
  saysItself: speaksOnnx,
  write(model, card) {
    const { name, experiment, strategy, input, outputs } = card;
    const lowered = lowerToOnnx(model, { name, axes: input.axes, outputs });
    const title = `The network of the experiment ${experiment}, strategy ${strategy}, for PyTorch.`;
    const { script, weights } = torchModule(lowered, title);
    return new Map<string, string | Uint8Array>([
      ['network.py', script],
      ['weights.npz', encodeNpz(weights)],
    ]);
  },
  usage: ({ outputs }) => `import torch
from network import Network

with torch.no_grad():
    ${outputs.name} = Network()(torch.from_numpy(examples)).numpy()`,
  runtime: 'Python with torch',
  predict: (cases) =>
    predictInPython(cases, {
      module: 'torch',
      code: `
import torch
Network = runpy.run_path(str(folder / "network.py"))["Network"]
with torch.no_grad():
    return Network()(torch.from_numpy(examples)).numpy()`,
    }),
};
