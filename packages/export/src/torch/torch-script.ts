import type { FloatArray } from '@axiswise/binary';
import type { OnnxModel } from '../onnx/onnx-graph.ts';
import { PythonNames } from './python-names.ts';
import { torchExpression } from './torch-operators.ts';

/** A network as a module of PyTorch, with its weights. */
export interface TorchModule {
  /** Python. */
  readonly script: string;
  /** What the script loads, by the names that it gives them. */
  readonly weights: ReadonlyMap<string, FloatArray>;
}

/**
 * Writes a model as a module of PyTorch that builds the network and loads its weights.
 *
 * @param title what the script says of itself.
 */
export function torchModule(
  { input, axes, outputs, output, graph }: OnnxModel,
  title: string,
): TorchModule {
  const names = new PythonNames();
  const { nodes, constants } = graph;
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const weights = new Map<string, FloatArray>();
  const trainable: string[] = [];
  const fixed: string[] = [];
  const lines = nodes.map((node) => {
    const expression = torchExpression({
      node,
      inputs: node.inputs.map((name) => {
        const constant = constants.get(name);
        return constant && 'values' in constant ? `self.${names.of(name)}` : names.of(name);
      }),
      constant: (i) => constants.get(node.inputs[i]),
    });
    return { output: names.of(node.output), expression };
  });
  const text = lines.map(({ expression }) => expression).join('\n');
  for (const [name, constant] of constants) {
    const attribute = names.of(name);
    // A scale is written into the line itself.
    if (!('values' in constant) || !used.has(name) || !text.includes(`self.${attribute}`)) continue;
    weights.set(attribute, constant);
    (constant.trainable ? trainable : fixed).push(attribute);
  }
  const shape = ['batch', ...input.shape].join(', ');
  const script = `"""${title}

Input: [batch, ${axes.join(', ')}] as [${shape}], 32-bit floating-point numbers.
Output: [batch, ${outputs.axes.join(', ')}], ${outputs.name}. ${outputs.inWords}

    python network.py inputs.npy ${outputs.name}.npy
"""
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

FOLDER = pathlib.Path(__file__).parent

TRAINED = [${trainable.map((name) => `\n    "${name}",`).join('')}
]
FIXED = [${fixed.map((name) => `\n    "${name}",`).join('')}
]


class Network(nn.Module):
    def __init__(self, weights=FOLDER / "weights.npz"):
        super().__init__()
        with np.load(weights) as arrays:
            for name in TRAINED:
                self.register_parameter(name, nn.Parameter(torch.from_numpy(arrays[name])))
            for name in FIXED:
                self.register_buffer(name, torch.from_numpy(arrays[name]))

    def forward(self, ${names.of(input.name)}):
${lines.map((line) => `        ${line.output} = ${line.expression}`).join('\n')}
        return ${names.of(output.name)}


if __name__ == "__main__":
    with torch.no_grad():
        ${outputs.name} = Network()(torch.from_numpy(np.load(sys.argv[1])))
    np.save(sys.argv[2], ${outputs.name}.numpy())
`;
  return { script, weights };
}
