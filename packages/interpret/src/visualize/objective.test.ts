import { describe, expect, it } from 'vitest';
import { Objective } from './objective.ts';

describe('Objective', () => {
  const three = Objective.unit('dense_2', 3);
  const eight = Objective.unit('dense_2', 8);

  it('adds, subtracts and scales', () => {
    const both = three.minus(eight.times(0.5)).minus(Objective.l1().times(2)).times(10);
    expect(both.terms.map(({ coefficient }) => coefficient)).toEqual([10, -5, -20]);
    expect(both.coefficientOf('L1')).toBe(-20);
    expect(both.coefficientOf('L2')).toBe(0);
  });

  it('merges equal terms', () => {
    const l1 = Objective.l1().plus(Objective.l1().times(-3));
    expect(l1.coefficientOf('L1')).toBe(-2);
  });

  it('prints its terms', () => {
    expect(three.minus(eight).minus(Objective.totalVariation().times(0.25)).toString()).toBe(
      'dense_2:3 − dense_2:8 − 0.25 total-variation',
    );
    expect(three.times(-1).toString()).toBe('−dense_2:3');
  });
});
