/** A term of an objective: the activation of a unit, or a penalty on the input. */
export type Term =
  | { readonly kind: 'unit'; readonly layer: string; readonly unit: number }
  /** Σ |x − blank|. */
  | { readonly kind: 'L1' }
  /** Σ (x − blank)². */
  | { readonly kind: 'L2' }
  /** Σ (x − neighbour)² along every axis. */
  | { readonly kind: 'total-variation' };

/**
 * What gradient ascent maximizes: a sum of activations and penalties, each with a coefficient.
 *
 * Objectives add, subtract and scale. The activation of a filter is the sum of its feature map, that of
 * a neuron its value (Erhan et al. 2009; Simonyan et al. 2013).
 *
 * @example
 * const three = Objective.unit('dense_2', 3);
 * const eight = Objective.unit('dense_2', 8);
 * // An input that shows a three and not an eight, with a small L1 norm.
 * three.minus(eight).minus(Objective.l1().times(0.1)).toString(); // 'dense_2:3 − dense_2:8 − 0.1 L1'
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

  /** The L1 norm, Σ |x − blank|. Usually subtracted. */
  static l1(): Objective {
    return new Objective([{ term: { kind: 'L1' }, coefficient: 1 }]);
  }

  /** The squared L2 norm, Σ (x − blank)². Usually subtracted. */
  static l2(): Objective {
    return new Objective([{ term: { kind: 'L2' }, coefficient: 1 }]);
  }

  /** The total variation, Σ (x − neighbour)². Usually subtracted. */
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

  /** The total coefficient of a penalty. */
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
