import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { coverageOfGroups } from './coverage.fixture.ts';
import { drawnVariance } from './draw-scores.fixture.ts';
import { pairedDifference } from './paired-difference.ts';
import { permutationTest } from './permutation-test.ts';
import { scoreInterval } from './score-interval.ts';
import { countPatterns, subtractScores } from './scores.ts';
import { simulateScores } from './simulate-scores.ts';
import { studentQuantile } from './student-t.ts';
import { sumScores, varianceComponents } from './variance-components.ts';

describe('groups', () => {
  const { a, b } = simulateScores(new Random(2, 'groups'), {
    seeds: 4,
    examples: 60,
    effect: 0.3,
  });

  it('of one example each change nothing', () => {
    const groups = Int32Array.from({ length: 60 }, (_, i) => 7 * i - 30);
    expect(scoreInterval(a, { groups })).toEqual(scoreInterval(a));
    expect(pairedDifference(a, b, { groups })).toEqual(pairedDifference(a, b));
    expect(permutationTest(a, b, { groups })).toBe(permutationTest(a, b));
  });

  it('of equal size count as one score each: the mean of their examples', () => {
    const groups = Int32Array.from({ length: 60 }, (_, i) => i % 20);
    const means = a.map((row) =>
      Float64Array.from({ length: 20 }, (_, g) => (row[g] + row[g + 20] + row[g + 40]) / 3),
    );
    const grouped = scoreInterval(a, { groups });
    const ofMeans = scoreInterval(means);
    expect(grouped.mean).toBeCloseTo(ofMeans.mean, 12);
    expect(grouped.low).toBeCloseTo(ofMeans.low, 12);
    expect(grouped.high).toBeCloseTo(ofMeans.high, 12);
  });

  it('of different sizes have the variance of a ratio', () => {
    // Three groups with 1 of 1, 1 of 2 and 0 of 3 right. The mean is 2/6; from it the sums of the groups
    // differ by 2/3, 1/3 and −1. Their squares, 14/9, times 3/2, over 6²: 14/216.
    const { mean, low, high } = scoreInterval([[1, 1, 0, 0, 0, 0]], {
      groups: [9, 4, 4, -1, -1, -1],
    });
    expect(mean).toBeCloseTo(1 / 3, 12);
    // They count as 6² / (1 + 4 + 9) groups of equal size.
    const reach = studentQuantile(0.975, 36 / 14 - 1) * Math.sqrt(14 / 216);
    expect(high - mean).toBeCloseTo(reach, 12);
    expect(mean - low).toBeCloseTo(reach, 12);
  });

  it('of different sizes have the standard error that drawing whole groups gives', () => {
    const population = {
      seeds: 5,
      examples: 1500,
      groupSizes: [5, 10, 15, 30],
      groupInteractionDeviation: 1.5,
    };
    const simulated = simulateScores(new Random(3, 'sizes'), population);
    const { groups } = simulated;
    const differences = subtractScores(simulated.a, simulated.b);
    const components = varianceComponents(sumScores(countPatterns(differences, groups)));
    const { low, high } = scoreInterval(differences, { groups });
    const error = (high - low) / 2 / studentQuantile(0.975, components.degreesOfFreedom);
    // The standard error of a variance of 4,000 draws is 2 %.
    const drawn = drawnVariance(differences, components, groups);
    expect(Math.abs(error ** 2 / drawn - 1)).toBeLessThan(0.07);
  });

  it('of a handful come with a warning', () => {
    const groups = Int32Array.from({ length: 60 }, (_, i) => i % 6);
    const warning = { kind: 'few groups', groups: 6, enough: 20 };
    expect(scoreInterval(a, { groups }).warning).toEqual(warning);
    expect(pairedDifference(a, b, { groups }).warning).toEqual(warning);
    const enough = Int32Array.from({ length: 60 }, (_, i) => i % 20);
    expect(scoreInterval(a, { groups: enough })).not.toHaveProperty('warning');
  });

  it('without any difference between them show what could differ unseen in as many groups', () => {
    const groups = [0, 0, 1, 1, 1, 2];
    const { mean, low, high } = scoreInterval([[1, 1, 1, 1, 1, 1]], { groups });
    expect(mean).toBeCloseTo(1, 12);
    expect(high - mean).toBeCloseTo(1 - 0.025 ** (1 / 3), 12);
    expect(mean - low).toBeCloseTo(1 - 0.025 ** (1 / 3), 12);
  });

  it('are swapped as a whole by the permutation test', () => {
    // Twelve groups, all for a: 2 of 2¹² ways, however many examples they have.
    const examples = 40;
    const groups = Int32Array.from({ length: examples }, (_, i) => Math.floor(i / 2) % 12);
    const [all, none] = [1, 0].map((score) => Array<number>(examples).fill(score));
    expect(permutationTest([all, all], [none, none], { groups })).toBeCloseTo(2 / 2 ** 12, 12);
    const equal = Int32Array.from({ length: 36 }, (_, i) => i % 12);
    expect(
      permutationTest(
        [all, all].map((row) => row.slice(4)),
        [none, none].map((row) => row.slice(4)),
        { groups: equal },
      ),
    ).toBeCloseTo(2 / 2 ** 12, 12);
  });

  it('do not depend on which strategy comes first', () => {
    const groups = Int32Array.from(
      { length: 60 },
      (_, i) => Math.floor(Math.sqrt(i)) + (i % 4) * 9,
    );
    expect(permutationTest(b, a, { groups })).toBe(permutationTest(a, b, { groups }));
    const [forwards, backwards] = [
      pairedDifference(a, b, { groups }),
      pairedDifference(b, a, { groups }),
    ];
    expect(backwards.difference).toBeCloseTo(-forwards.difference, 12);
    expect(backwards.low).toBeCloseTo(-forwards.high!, 2);
  });

  it('are one integer for each example, two or more', () => {
    expect(() => scoreInterval([[1, 0, 1]], { groups: [0, 1] })).toThrow(
      'groups must name one group for each of the 3 examples, got 2',
    );
    expect(() => scoreInterval([[1, 0, 1]], { groups: [0, 0.5, 1] })).toThrow(
      'a group must be an integer, got 0.5 for example 1',
    );
    expect(() => permutationTest([[1, 0]], [[0, 0]], { groups: [3, 3] })).toThrow(
      'there must be at least two groups of test examples, got 1',
    );
  });
});

// More populations, 2,000 experiments each: benchmarks/coverage.ts.
describe('over 400 simulated experiments whose examples depend on each other', () => {
  const experiments = 400;
  /** Three standard errors of a share of 5 or 95 %. */
  const error = 3 * Math.sqrt((0.05 * 0.95) / experiments);

  it.each([
    { name: '20 groups of 10', seeds: 3, groupCount: 20, groupSizes: [10] },
    { name: '40 groups of 5 to 30', seeds: 5, groupCount: 40, groupSizes: [5, 10, 15, 30] },
  ])('only grouped intervals cover: $name', (population) => {
    const { ungrouped, grouped, falseVerdicts } = coverageOfGroups(population, experiments);
    expect(ungrouped).toBeLessThan(0.85);
    expect(grouped).toBeGreaterThan(0.95 - error);
    expect(grouped).toBeLessThan(0.95 + error);
    expect(falseVerdicts).toBeLessThan(0.05 + error);
  });
});
