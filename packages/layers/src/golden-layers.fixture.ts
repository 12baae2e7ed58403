import { readFileSync } from 'node:fs';

/** A normalisation's outputs and gradients, as PyTorch has them. */
export interface GoldenNormalization {
  readonly output: number[];
  readonly inputGradient: number[];
  readonly scaleGradient: number[];
  readonly offsetGradient: number[];
  readonly movingMean?: number[];
  readonly movingVariance?: number[];
  readonly inUse?: number[];
}

export interface GoldenConvolution {
  readonly groups: number;
  readonly filters: number;
  readonly stride?: [number, number];
  readonly kernel: number[];
  readonly bias: number[];
  readonly weighting: number[];
  readonly output: number[];
  readonly inputGradient: number[];
  readonly kernelGradient: number[];
  readonly biasGradient: number[];
}

interface GoldenLayers {
  readonly shape: [number, number, number, number];
  readonly input: number[];
  readonly weighting: number[];
  readonly scale: number[];
  readonly offset: number[];
  readonly normalizations: Readonly<Record<string, GoldenNormalization>>;
  readonly values: number[];
  readonly activations: Readonly<
    Record<string, { readonly output: number[]; readonly gradient: number[] }>
  >;
  readonly convolutions: Readonly<Record<string, GoldenConvolution>>;
}

/** PyTorch's numbers; the script that made them stands beside the file. */
export const golden = JSON.parse(
  readFileSync(new URL('../../../tests/golden/layers.json', import.meta.url), 'utf8'),
) as GoldenLayers;
