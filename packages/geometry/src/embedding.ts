import type { Axes } from './axes.ts';
import { InputError } from '@axiswise/messages';
import { type Features, layerGeometry, type LayerGeometry } from './layer.ts';

/** A table with a vector for every token. */
export interface EmbeddingTable {
  /** How it begins: drawn at random, or as learned elsewhere (the data's vectors). */
  readonly from: 'random' | 'vectors';
  /** Whether training changes it. */
  readonly trained: boolean;
}

/** Replaces each token by its vector, which adds an axis; each table is a channel. */
export interface EmbeddingSpec {
  readonly kind: 'embedding';
  readonly name?: string;
  readonly width: number;
  readonly along: string;
  readonly tables: readonly EmbeddingTable[];
  readonly shuffled: boolean;
}

/**
 * Replaces each token by a vector, which lies along an axis of its own.
 *
 * The padding, token 0, is the zero vector and stays it.
 *
 * @param width numbers in a vector.
 * @param options.along the axis that is added, declared by the domain.
 * @param options.tables one channel each; by default one table, drawn at random and trained. Kim 2014:
 *   static, one table of vectors that is not trained; non-static, one that is; multichannel, both.
 * @param options.shuffled puts the numbers of each vector into an order drawn by the seed: a control.
 *   Where the order of an axis means nothing, a filter that spans it cannot tell.
 * @example
 * embedding(300, { along: 'embedding' });
 */
export function embedding<Axis extends string>(
  width: number,
  options: {
    readonly along: Axis;
    readonly tables?: readonly EmbeddingTable[];
    readonly shuffled?: boolean;
    readonly name?: string;
  },
): EmbeddingSpec {
  if (!Number.isInteger(width) || width < 1) {
    throw new InputError(
      'geometry',
      `an embedding has a whole number of dimensions, but ${width} came`,
    );
  }
  const { tables = [{ from: 'random', trained: true }] } = options;
  if (tables.length === 0)
    throw new InputError('geometry', 'an embedding needs at least one table');
  return { kind: 'embedding', width, shuffled: false, ...options, tables };
}

export interface EmbeddingGeometry extends LayerGeometry<EmbeddingSpec> {
  readonly kind: 'embedding';
  readonly vocabularySize: number;
}

export function deriveEmbedding(
  name: string,
  spec: EmbeddingSpec,
  input: Features,
  axes: Axes,
): EmbeddingGeometry {
  const { vocabularySize } = input;
  if (vocabularySize === undefined) {
    throw new InputError(
      'geometry',
      `${name}: an embedding replaces vocabularySize, but its input is numbers`,
    );
  }
  if (!axes.names.includes(spec.along) || input.axes.some((axis) => axis.name === spec.along)) {
    throw new InputError(
      'geometry',
      `${name} adds the axis "${spec.along}", but of the axes ${axes.names.join(', ')} the input ` +
        `has ${input.axes.map((axis) => axis.name).join(', ')}; name one that it lacks`,
    );
  }
  const { width, tables } = spec;
  const added = {
    name: spec.along,
    length: width,
    receptiveField: 1,
    jump: 1,
    start: 0,
    paddedBehind: 0,
    inputLength: width,
    ...(spec.shuffled && { shuffled: true }),
  };
  const rank = (axis: { readonly name: string }): number => axes.names.indexOf(axis.name);
  const output: Features = {
    axes: [...input.axes, added].sort((a, b) => rank(a) - rank(b)),
    channels: tables.length,
    flat: false,
  };
  return {
    ...layerGeometry(name, spec, input, output, {
      parameters: tables.filter(({ trained }) => trained).length * vocabularySize * width,
      macs: 0,
      denseParameters: 0,
    }),
    kind: 'embedding',
    vocabularySize,
  };
}
