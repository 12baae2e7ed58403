import { cannotExpress } from '../errors.ts';
import { type OnnxConstant, type OnnxNode, toTheEnd } from '../onnx/operators.ts';

/** What a line of Python is made of. */
interface PythonCall {
  readonly node: OnnxNode;
  /** The expressions of its inputs. */
  readonly inputs: readonly string[];
  /** The constant of an input, where it is one. */
  constant(input: number): OnnxConstant | undefined;
}

/** How PyTorch expresses an operator of ONNX: one expression. */
type TorchOperator = (call: PythonCall) => string;

const ints = ({ node }: PythonCall, name: string): readonly number[] => {
  const attribute = node.attributes[name];
  return attribute && 'ints' in attribute ? attribute.ints : [];
};

const int = ({ node }: PythonCall, name: string, otherwise: number): number => {
  const attribute = node.attributes[name];
  return attribute && 'int' in attribute ? attribute.int : otherwise;
};

const float = ({ node }: PythonCall, name: string, otherwise: number): number => {
  const attribute = node.attributes[name];
  return attribute && 'float' in attribute ? attribute.float : otherwise;
};

const text = ({ node }: PythonCall, name: string): string | undefined => {
  const attribute = node.attributes[name];
  return attribute && 'text' in attribute ? attribute.text : undefined;
};

const refuse = ({ node }: PythonCall, why: string): Error =>
  cannotExpress('PyTorch', node.name, why);

const integersOf = (call: PythonCall, input: number): readonly number[] => {
  const constant = call.constant(input);
  if (constant && 'integers' in constant) return constant.integers;
  throw refuse(call, `input ${input + 1} of its operator ${call.node.type} is not constant`);
};

const tuple = (values: readonly (number | string)[]): string =>
  values.length === 1 ? `(${values[0]},)` : `(${values.join(', ')})`;

const call =
  (name: string): TorchOperator =>
  ({ inputs }) =>
    `${name}(${inputs.join(', ')})`;

const infix =
  (sign: string): TorchOperator =>
  ({ inputs }) =>
    inputs.join(` ${sign} `);

/** Padding as PyTorch takes it: the last axis first. */
const padded = (x: string, pads: readonly number[], value?: string): string => {
  const axes = pads.length / 2;
  const around = pads.slice(0, axes).map((before, axis) => [before, pads[axes + axis]]);
  const more = value === undefined ? '' : `, value=${value}`;
  return `F.pad(${x}, ${tuple(around.reverse().flat())}${more})`;
};

/** A function over so many axes as the window has, such as `F.conv2d`. */
const overAxes = (node: PythonCall, name: string): string =>
  `F.${name}${ints(node, 'kernel_shape').length}d`;

const isPadded = (pads: readonly number[]): boolean => pads.some((length) => length > 0);

/** By the names of ONNX. */
const torchOperators: Readonly<Record<string, TorchOperator>> = {
  Add: infix('+'),
  Sub: infix('-'),
  Mul: infix('*'),
  Div: infix('/'),
  MatMul: infix('@'),
  Max: call('torch.maximum'),
  Min: call('torch.minimum'),
  Abs: call('torch.abs'),
  Erf: call('torch.erf'),
  Exp: call('torch.exp'),
  Log: call('torch.log'),
  Neg: call('torch.neg'),
  Sqrt: call('torch.sqrt'),
  Relu: call('F.relu'),
  Selu: call('F.selu'),
  Sigmoid: call('torch.sigmoid'),
  Tanh: call('torch.tanh'),
  Softplus: call('F.softplus'),
  Softsign: call('F.softsign'),
  Elu: (node) => `F.elu(${node.inputs[0]}, alpha=${float(node, 'alpha', 1)})`,
  LeakyRelu: (node) => `F.leaky_relu(${node.inputs[0]}, ${float(node, 'alpha', 0.01)})`,
  HardSigmoid: (node) =>
    `torch.clamp(${node.inputs[0]} * ${float(node, 'alpha', 0.2)} + ${float(node, 'beta', 0.5)}, 0, 1)`,
  Identity: ({ inputs: [x] }) => x,
  Softmax: (node) => `torch.softmax(${node.inputs[0]}, dim=${int(node, 'axis', -1)})`,
  Transpose: (node) => `${node.inputs[0]}.permute(${ints(node, 'perm').join(', ')})`,
  Reshape(node) {
    const [batch, ...shape] = integersOf(node, 1);
    if (batch !== 0) throw refuse(node, 'it reshapes the batch');
    const [x] = node.inputs;
    return `${x}.reshape(${[`${x}.shape[0]`, ...shape].join(', ')})`;
  },
  Concat: (node) => `torch.cat(${tuple(node.inputs)}, dim=${int(node, 'axis', 1)})`,
  // Tokens, to look up.
  Cast: (node) => `${node.inputs[0]}.long()`,
  Gather: ({ inputs: [table, tokens] }) => `F.embedding(${tokens}, ${table})`,
  Conv(node) {
    const [x, ...weights] = node.inputs;
    const pads = ints(node, 'pads');
    const input = isPadded(pads) ? padded(x, pads) : x;
    const options = [
      `stride=${tuple(ints(node, 'strides'))}`,
      `dilation=${tuple(ints(node, 'dilations'))}`,
      `groups=${int(node, 'group', 1)}`,
    ];
    return `${overAxes(node, 'conv')}(${[input, ...weights, ...options].join(', ')})`;
  },
  MaxPool(node) {
    const [x] = node.inputs;
    const pads = ints(node, 'pads');
    const input = isPadded(pads) ? padded(x, pads, '-torch.inf') : x;
    const window = `${tuple(ints(node, 'kernel_shape'))}, ${tuple(ints(node, 'strides'))}`;
    return `${overAxes(node, 'max_pool')}(${input}, ${window})`;
  },
  AveragePool(node) {
    const [x] = node.inputs;
    const window = `${tuple(ints(node, 'kernel_shape'))}, ${tuple(ints(node, 'strides'))}`;
    const pads = ints(node, 'pads');
    const pool = overAxes(node, 'avg_pool');
    if (!isPadded(pads)) return `${pool}(${x}, ${window})`;
    // What is added around counts for nothing: the mean is over what is there.
    const mean = (of: string): string => `${pool}(${padded(of, pads)}, ${window})`;
    return `${mean(x)} / ${mean(`torch.ones_like(${x})`)}`;
  },
  GlobalMaxPool: ({ inputs: [x] }) => `torch.amax(${x}, dim=(2, 3), keepdim=True)`,
  GlobalAveragePool: ({ inputs: [x] }) => `torch.mean(${x}, dim=(2, 3), keepdim=True)`,
  BatchNormalization(node) {
    const [x, gamma, beta, mean, variance] = node.inputs;
    const values = [x, mean, variance, gamma, beta].join(', ');
    return `F.batch_norm(${values}, eps=${float(node, 'epsilon', 1e-5)})`;
  },
  LayerNormalization(node) {
    const [x, scale, offset] = node.inputs;
    if (int(node, 'axis', -1) !== -1) throw refuse(node, 'it normalizes more than the last axis');
    return `F.layer_norm(${x}, (${x}.shape[-1],), ${scale}, ${offset}, ${float(node, 'epsilon', 1e-5)})`;
  },
  Pad(node) {
    const [, , top, left, , , bottom, right] = integersOf(node, 1);
    return padded(node.inputs[0], [top, left, bottom, right]);
  },
  Slice(node) {
    const [starts, ends, axes] = [1, 2, 3].map((input) => integersOf(node, input));
    const rank = Math.max(...axes) + 1;
    const parts = Array.from({ length: rank }, (_, axis) => {
      const i = axes.indexOf(axis);
      if (i === -1) return ':';
      return `${starts[i]}:${ends[i] === toTheEnd ? '' : ends[i]}`;
    });
    return `${node.inputs[0]}[${parts.join(', ')}]`;
  },
  Resize(node) {
    const scales = node.constant(2);
    if (text(node, 'mode') !== 'nearest' || !scales || !('values' in scales)) {
      throw refuse(node, 'it resizes otherwise than by repeating');
    }
    const [, , height, width] = scales.values;
    return `${node.inputs[0]}.repeat_interleave(${height}, dim=2).repeat_interleave(${width}, dim=3)`;
  },
};

/**
 * Writes an operator as an expression of PyTorch.
 *
 * @throws InputError naming the layer and an operator that is not known.
 */
export function torchExpression(node: PythonCall): string {
  const { type } = node.node;
  if (Object.hasOwn(torchOperators, type)) return torchOperators[type](node);
  throw refuse(node, `there is nothing for its ONNX operator ${type}`);
}
