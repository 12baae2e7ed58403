import { InputError, plural, requirePositiveInteger } from '@axiswise/messages';
import { newAxis } from './features.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** A table with a vector for every token. */
export interface EmbeddingTable {
  /** How it begins: drawn at random, or as learned elsewhere (the data's vectors). */
  readonly from: 'random' | 'vectors';
  /** Whether training changes it. */
  readonly trained: boolean;
}

/** Replaces each token by its vector, which adds an axis; each table is a channel. */
export interface EmbeddingSpec extends LayerSpec {
  readonly width: number;
  readonly along: string;
  readonly tables: readonly EmbeddingTable[];
  readonly shuffled: boolean;
}

export interface EmbeddingGeometry extends LayerGeometry<EmbeddingSpec> {
  readonly vocabularySize: number;
}

/** The arithmetic of an embedding of tokens: its shape, its parameters and its words. */
export const embeddingKind = defineLayerKind<EmbeddingSpec, EmbeddingGeometry>({
  name: 'embedding',
  derive({ width, along, tables, shuffled }, { name, input, axes }) {
    const { vocabularySize } = input;
    if (vocabularySize === undefined) {
      throw new InputError(
        'geometry',
        `${name}: an embedding replaces tokens, but its input is numbers`,
      );
    }
    if (!axes.names.includes(along) || input.axes.some((axis) => axis.name === along)) {
      throw new InputError(
        'geometry',
        `${name} adds the axis "${along}", but of the axes ${axes.names.join(', ')} the input ` +
          `has ${input.axes.map((axis) => axis.name).join(', ')}; name one that it lacks`,
      );
    }
    const added = {
      ...newAxis(along, width, axes.declarations[along]),
      ...(shuffled && { shuffled: true }),
    };
    const rank = (axis: { readonly name: string }): number => axes.names.indexOf(axis.name);
    return {
      output: {
        axes: [...input.axes, added].sort((a, b) => rank(a) - rank(b)),
        channels: tables.length,
        flat: false,
      },
      parameters: tables.filter(({ trained }) => trained).length * vocabularySize * width,
      vocabularySize,
    };
  },
  describe({ spec: { width, tables, shuffled, along }, vocabularySize }) {
    const each = tables.map(
      ({ from, trained }) => `${from}, ${trained ? 'trained' : 'not trained'}`,
    );
    return (
      `adds ${along}: ${plural(vocabularySize, 'vector')} of ${width}` +
      `${shuffled ? ', shuffled' : ''} (${each.join('; ')})`
    );
  },
  width: 'derived',
});

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
  requirePositiveInteger('geometry', 'the width of an embedding', width);
  const { tables = [{ from: 'random', trained: true }] } = options;
  if (tables.length === 0)
    throw new InputError('geometry', 'an embedding needs at least one table');
  return { kind: embeddingKind, width, shuffled: false, ...options, tables };
}
