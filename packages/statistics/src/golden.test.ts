import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hedgesG } from './effect-size.ts';
import { holm } from './holm.ts';
import { meanInterval } from './mean-interval.ts';
import { permutationTest } from './permutation-test.ts';
import { studentCdf, studentQuantile } from './student-t.ts';
import { wilsonInterval } from './wilson-interval.ts';

type Row = [number, number, number];
const golden = JSON.parse(
  readFileSync(new URL('../../../tests/golden/statistics.json', import.meta.url), 'utf8'),
) as {
  studentCdf: Row[];
  studentQuantile: Row[];
  meanInterval: { values: number[]; low: number; high: number };
  holm: { p: number[]; adjusted: number[] };
  hedgesG: { first: number[]; second: number[]; g: number };
  signTest: Row[];
  wilson: [number, number, number, number][];
};
const simple = JSON.parse(
  readFileSync(new URL('../../../tests/golden/statistics-simple.json', import.meta.url), 'utf8'),
) as {
  values: number[];
  mean: number;
  standardDeviation: number;
  others: number[];
  tTwoSample: number;
};

describe('agrees with SciPy and statsmodels', () => {
  it.each(golden.studentCdf)('Student’s t below %f with %f degrees of freedom', (t, df, cdf) => {
    expect(Math.abs(studentCdf(t, df) / cdf - 1)).toBeLessThan(1e-11);
  });

  it.each(golden.studentQuantile)('its quantile at %f with %f degrees', (p, df, quantile) => {
    expect(Math.abs(studentQuantile(p, df) / quantile - 1)).toBeLessThan(1e-11);
  });

  it('the interval of a mean', () => {
    const { values, low, high } = golden.meanInterval;
    const interval = meanInterval(values);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });

  it('Holm’s correction', () => {
    const { p, adjusted } = golden.holm;
    holm(p).forEach((value, i) => expect(value).toBeCloseTo(adjusted[i], 14));
  });

  it('the effect size', () => {
    const { first, second, g } = golden.hedgesG;
    expect(hedgesG(first, second)).toBeCloseTo(g, 12);
  });

  it.each(golden.signTest)('the exact test of %i pairs against %i', (forA, forB, p) => {
    // Where all seeds have the same scores, permutation is the sign test of the examples.
    const row = (first: number, second: number): Uint8Array[] => {
      const scores = Uint8Array.from({ length: 100 }, (_, i) =>
        Number(i < forA ? first : i < forA + forB ? second : 1),
      );
      return [scores, scores, scores];
    };
    expect(permutationTest(row(1, 0), row(0, 1))).toBeCloseTo(p, 12);
  });

  it.each(golden.wilson)('the interval of %i of %i', (k, n, low, high) => {
    const interval = wilsonInterval(k / n, n);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });
});

describe('agrees with simple-statistics', () => {
  it('the mean and its standard deviation', () => {
    const { mean, standardDeviation } = meanInterval(simple.values);
    expect(mean).toBeCloseTo(simple.mean, 14);
    expect(standardDeviation).toBeCloseTo(simple.standardDeviation, 14);
  });

  it('the effect size, from t of two groups', () => {
    // t = d / √(1/5 + 1/5), and g = d (1 − 3 / (4 · 8 − 1)).
    const d = simple.tTwoSample * Math.sqrt(2 / 5);
    expect(hedgesG(simple.values, simple.others)).toBeCloseTo(d * (1 - 3 / 31), 12);
  });
});

describe('agrees with published examples', () => {
  it('Student 1908: hours of sleep gained by ten patients', () => {
    const { mean, low, high } = meanInterval([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]);
    expect(mean).toBeCloseTo(1.58, 12);
    // As R prints it for its data set `sleep`.
    expect(low).toBeCloseTo(0.7001142, 7);
    expect(high).toBeCloseTo(2.4598858, 7);
  });

  it('Newcombe 1998, table I, method 3', () => {
    const cases = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ];
    for (const [k, n, low, high] of cases) {
      const interval = wilsonInterval(k / n, n);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
  });

  it('Borenstein et al. 2009, chapter 4: means 103 and 100, deviations 5.5 and 4.5, 50 each', () => {
    // Half of the values on either side of the mean, so far that the deviation is as given.
    const group = (mean: number, deviation: number): number[] => {
      const reach = deviation * Math.sqrt(49 / 50);
      return Array.from({ length: 50 }, (_, i) => mean + (i % 2 === 0 ? reach : -reach));
    };
    expect(hedgesG(group(103, 5.5), group(100, 4.5))).toBeCloseTo(0.5924, 4);
  });
});

describe('gives null where a statistic is undefined', () => {
  it('gives one value no interval', () => {
    expect(meanInterval([0.9])).toEqual({
      mean: 0.9,
      low: null,
      high: null,
      standardDeviation: null,
    });
  });

  it('gives no effect size to single values and to values without spread', () => {
    expect(hedgesG([1], [2])).toBeNull();
    expect(hedgesG([1, 1], [2, 2])).toBeNull();
  });

  it('corrects only what was tested', () => {
    expect(holm([null, 0.02, 0.9])).toEqual([null, 0.04, 0.9]);
    expect(holm([])).toEqual([]);
  });
});
