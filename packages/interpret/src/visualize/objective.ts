/** What an objective adds up. */
export type Term =
  | { readonly kind: 'unit'; readonly layer: string; readonly unit: number }
  /** Σ |x − blank|: the L1 norm. */
  | { readonly kind: 'ink' }
  /** Σ (x − blank)²: the L2 norm squared. */
  | { readonly kind: 'squares' }
  /** Σ (x − neighbour)² along every axis. */
  | { readonly kind: 'total-variation' };

/**
 * What gradient ascent makes large: a sum of activations and norms, each with a coefficient.
 *
 * Objectives add, subtract and scale. The activation of a filter is the sum of its feature map, that of
 * a neuron its value (Erhan et al. 2009; Simonyan et al. 2013).
 *
 * @example
 * const three = Objective.unit('dense_2', 3);
 * const eight = Objective.unit('dense_2', 8);
 * // What makes a three of it and no eight, with little ink.
 * three.minus(eight).minus(Objective.ink().times(0.1)).toString(); // 'dense_2:3 − dense_2:8 − 0.1 ink'
 */
export class Objective {
  readonly terms: readonly { readonly term: Term; readonly coefficient: number }[];

  constructor(terms: Objective['terms']) {
    this.terms = terms;
  }

  /** The sum of a filter's feature map, or the value of a neuron or an output, by the layer's name. */
  static unit(layer: string, unit: number): Objective {
    return new Objective([{ term: { kind: 'unit', layer, unit }, coefficient: 1 }]);
  }

  /** How much is drawn: Σ |x − blank|. Usually subtracted. */
  static ink(): Objective {
    return new Objective([{ term: { kind: 'ink' }, coefficient: 1 }]);
  }

  /** Σ (x − blank)²: few strong values count more than many weak ones. Usually subtracted. */
  static squares(): Objective {
    return new Objective([{ term: { kind: 'squares' }, coefficient: 1 }]);
  }

  /** Σ (x − neighbour)²: how rough it is. Usually subtracted. */
  static totalVariation(): Objective {
    return new Objective([{ term: { kind: 'total-variation' }, coefficient: 1 }]);
  }

  plus(other: Objective): Objective {
    return new Objective([...this.terms, ...other.terms]);
  }

  minus(other: Objective): Objective {
    return this.plus(other.times(-1));
  }

  times(factor: number): Objective {
    return new Objective(
      this.terms.map(({ term, coefficient }) => ({ term, coefficient: factor * coefficient })),
    );
  }

  /** How much a norm counts, all its terms together. */
  coefficientOf(kind: Exclude<Term['kind'], 'unit'>): number {
    return this.terms.reduce(
      (sum, { term, coefficient }) => sum + (term.kind === kind ? coefficient : 0),
      0,
    );
  }

  toString(): string {
    return this.terms
      .map(({ term, coefficient }, i) => {
        const name = term.kind === 'unit' ? `${term.layer}:${term.unit}` : term.kind;
        const size = Math.abs(coefficient);
        const sign = coefficient < 0 ? (i === 0 ? '−' : ' − ') : i === 0 ? '' : ' + ';
        return `${sign}${size === 1 ? '' : `${Number(size.toPrecision(6))} `}${name}`;
      })
      .join('');
  }
}
