import { describe, expect, it } from 'vitest';
import { Objective } from './objective.ts';

describe('Objective', () => {
  const three = Objective.unit('dense_2', 3);
  const eight = Objective.unit('dense_2', 8);

  it('adds, subtracts and scales', () => {
    const both = three.minus(eight.times(0.5)).minus(Objective.ink().times(2)).times(10);
    expect(both.terms.map(({ coefficient }) => coefficient)).toEqual([10, -5, -20]);
    expect(both.coefficientOf('ink')).toBe(-20);
    expect(both.coefficientOf('squares')).toBe(0);
  });

  it('adds up what comes twice', () => {
    const ink = Objective.ink().plus(Objective.ink().times(-3));
    expect(ink.coefficientOf('ink')).toBe(-2);
  });

  it('reads as it is', () => {
    expect(three.minus(eight).minus(Objective.totalVariation().times(0.25)).toString()).toBe(
      'dense_2:3 − dense_2:8 − 0.25 total-variation',
    );
    expect(three.times(-1).toString()).toBe('−dense_2:3');
  });
});
