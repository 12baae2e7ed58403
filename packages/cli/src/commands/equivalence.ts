import type { BackendChoice } from '@axiswise/backend';
import { count, InputError, percent } from '@axiswise/messages';
import { type Experiment, networkOf } from '@axiswise/experiment';
import {
  type ConvolutionGeometry,
  convolutionKind,
  type NetworkGeometry,
} from '@axiswise/geometry';
import type { ConvolutionProof, EquivalenceProof, MaxPoolingProof } from '@axiswise/interpret';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { checkDrawingName, writeDrawing } from '../drawing-file.ts';
import { denseEquivalent } from '../dense-equivalent.ts';
import { chosenNetworkOptions, chosenNetwork } from '../chosen-network.ts';
import { backendOption, experimentPositional, integer } from '../options.ts';

/** Relative difference that single precision allows: sums of thousands of products, in any order. */
const tolerance = 1e-5;

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('experiment', experimentPositional)
      .options({
        ...chosenNetworkOptions,
        layer: {
          type: 'string',
          requiresArg: true,
          describe: 'layer to verify, as explain names it [default: all]',
        },
        seed: integer('seed', 0, 'seed of inputs, weights and targets [default: 0]'),
        picture: {
          type: 'string',
          requiresArg: true,
          describe: 'picture to write of the weight matrix over a small input, .png or .svg',
        },
        backend: backendOption,
      })
      .example('$0 equivalence images', 'every convolution, and max pooling as maxout')
      .example(
        '$0 equivalence board --layer convolution_1 --picture matrix.png',
        'one layer, and a picture of it',
      ),
  handler: async (args) => {
    const { useBackend } = await import('@axiswise/backend');
    const { proveEquivalence, smallExample, weightMatrixDrawing } =
      await import('@axiswise/interpret');
    if (args.picture) checkDrawingName('--picture', args.picture);
    const { experiment, strategy, network } = await chosenNetwork(args);
    needsConvolution(experiment, strategy, network);
    const engine = await useBackend(args.backend as BackendChoice);
    const seed = args.seed ?? 0;
    const layers = await proveEquivalence(network, {
      seed,
      layer: args.layer,
      onProof: ({ layer }) => notice(`${layer} compared`),
    });
    if (args.picture) {
      const svg = weightMatrixDrawing(
        smallExample(drawnConvolution(network, layers[0]), network.input.axes),
      );
      await writeDrawing(args.picture, svg);
    }
    const largest = (key: `max${'Forward' | 'Gradient' | 'Step'}Difference`): number =>
      Math.max(...layers.map((layer) => layer[key]));
    // Pooling has no weights of its own: its convolution's are not to be counted twice.
    const convolutions = layers.filter(({ kind }) => kind === 'convolution');
    const counted = convolutions.length > 0 ? convolutions : layers;
    const total = (key: 'denseParameters' | 'connections' | 'sharedParameters'): number =>
      counted.reduce((sum, layer) => sum + layer[key], 0);
    const differences = {
      maxForwardDifference: largest('maxForwardDifference'),
      maxGradientDifference: largest('maxGradientDifference'),
      maxStepDifference: largest('maxStepDifference'),
    };
    const equal = Object.values(differences).every((difference) => difference <= tolerance);
    if (!equal) process.exitCode = 1;
    await printResult(
      args,
      {
        experiment: experiment.name,
        strategy,
        seed,
        backend: engine.name,
        equal,
        tolerance,
        ...differences,
        denseParameters: total('denseParameters'),
        connections: total('connections'),
        sharedParameters: total('sharedParameters'),
        layers,
        ...(args.picture && { picture: args.picture }),
      },
      [
        `${experiment.title}; strategy ${strategy}, seed ${seed}, ${engine.name}`,
        '',
        ...layers.flatMap((proof) => [...proofText(proof), '']),
        'Weights count biases, as weights of a constant 1. Differences are relative to the largest',
        'number compared. Compared before the activation, which treats every number alike.',
        '',
        equal
          ? `equal: no difference above ${tolerance}`
          : `NOT equal: there are differences above ${tolerance}`,
        ...(args.picture ? [`picture  ${args.picture}`] : []),
      ].join('\n'),
    );
  },
});

function needsConvolution(
  experiment: Experiment,
  strategy: string,
  { layers }: NetworkGeometry,
): void {
  const has = (those: NetworkGeometry['layers']): boolean => those.some(convolutionKind.is);
  if (has(layers)) return;
  const others = Object.keys(experiment.strategies).filter((name) =>
    has(networkOf(experiment, name, experiment.example).layers),
  );
  throw new InputError(
    'data',
    `the strategy "${strategy}" of ${experiment.name} has no convolution to compare with a dense layer ` +
      `(its layers: ${layers.map(({ name }) => name).join(', ')}); choose one of: ${others.join(', ')}`,
  );
}

function drawnConvolution(
  { layers }: NetworkGeometry,
  proof: EquivalenceProof,
): ConvolutionGeometry {
  const name = proof.kind === 'convolution' ? proof.layer : proof.convolution;
  return layers.filter(convolutionKind.is).find((layer) => layer.name === name)!;
}

function proofText(proof: EquivalenceProof): string[] {
  const { positions, positionsChecked: checked } = proof;
  const where =
    checked < positions
      ? `${count(checked)} of ${count(positions)} positions, drawn by the seed`
      : positions === 1
        ? 'its one position'
        : `all ${count(positions)} positions`;
  return [
    proof.kind === 'convolution' ? proof.layer : `${proof.layer}: ${maxoutText(proof)}`,
    `  ${denseEquivalent(proof)}`,
    `  compared at ${where}: outputs differ by ${small(proof.maxForwardDifference)}, gradients ` +
      `(of tied weights summed) by ${small(proof.maxGradientDifference)}, weights after a step by ` +
      small(proof.maxStepDifference),
    proof.kind === 'convolution' ? `  ${averagingText(proof)}` : `  ${tiesText(proof)}`,
  ];
}

function averagingText({ averaging }: ConvolutionProof): string {
  const { leastUses, mostUses, stepRatio } = averaging;
  if (mostUses === 1) return 'no weight is shared: summing and averaging gradients are the same';
  if (leastUses === mostUses) {
    return (
      `averaging the gradients of tied weights takes a step 1/${count(mostUses)} as long ` +
      `(${stepRatio.toPrecision(3)}): the learning rate divided by the number of positions`
    );
  }
  return (
    `averaging the gradients of tied weights divides by ${count(leastUses)} to ${count(mostUses)}, ` +
    `as many connections as share each: a step ${stepRatio.toPrecision(3)} as long, in a slightly ` +
    `other direction`
  );
}

const maxoutText = ({ convolution, outputs, pieces }: MaxPoolingProof): string =>
  `of ${convolution}, as maxout: ${count(outputs)} units, each the largest of ${count(pieces)} linear ` +
  `ones (a filter at ${count(pieces)} positions)`;

const tiesText = ({ ties }: MaxPoolingProof): string =>
  `in ${percent(ties, 1)} of the windows several were the largest: both give the gradient to the first`;

const small = (difference: number): string =>
  difference === 0 ? '0' : difference.toExponential(1).replace('-', '−');
