import { describe, expect, it } from 'vitest';
import { checkSearchSpace, drawConfiguration, edgesOf, type SearchSpace } from './search-space.ts';

const space = {
  learningRate: { from: 1e-4, to: 1e-2, scale: 'log' },
  dropout: { from: 0, to: 0.5, scale: 'linear' },
  filters: { from: 8, to: 11, scale: 'linear', integer: true },
  vectors: { choices: ['rand', 'static'] },
} as const satisfies SearchSpace;

const draw = (of: SearchSpace, trials: number, seed = 0) =>
  Array.from({ length: trials }, (_, trial) => drawConfiguration(of, { seed, trial }));

describe('checkSearchSpace', () => {
  it('accepts ranges and choices', () => {
    expect(() => checkSearchSpace(space, 'the tuning of images')).not.toThrow();
  });

  it.each([
    [
      { from: 0.1, to: 0.01, scale: 'log' },
      'a range whose `from` is below its `to`, got {"from":0.1,"to":0.01,"scale":"log"}',
    ],
    [{ from: -1, to: 1, scale: 'linear' }, 'a range from 0 or above, got {"from":-1,'],
    [{ from: 0, to: 1, scale: 'log' }, "a range from above 0, which a scale 'log' cannot reach"],
    [{ from: 1, to: 2, scale: 'square' }, `on the scale 'log' or 'linear', got "square"`],
    [{ from: 1, to: Infinity, scale: 'log' }, 'a range of two numbers'],
    [{ from: 1, to: 2.5, scale: 'log', integer: true }, 'a range between integers'],
    [{ choices: [] }, '{ choices } with at least one value, got {"choices":[]}'],
    [{ choices: [1, 1] }, '{ choices } that differ'],
    [{ choices: [null] }, '{ choices } of numbers or words'],
    [0.1, '{ from, to, scale } or { choices }, got 0.1'],
  ])('refuses %j', (parameter, words) => {
    const wrong = { rate: parameter } as unknown as SearchSpace;
    expect(() => checkSearchSpace(wrong, 'the tuning of images')).toThrow(
      `rate in the tuning of images must be ${words}`,
    );
  });
});

describe('drawConfiguration', () => {
  it('draws the same trials however many there are, and others by another seed', () => {
    expect(draw(space, 20).slice(0, 10)).toEqual(draw(space, 10));
    expect(draw(space, 3, 1)).not.toEqual(draw(space, 3, 0));
  });

  it.each([2, 8, 16])('has one of %s trials in each part of a range', (parts) => {
    const part = { choices: Array.from({ length: parts }, (_, cell) => cell) };
    for (const seed of [0, 1, 1_000_000]) {
      const cells = draw({ part }, 2 * parts, seed).map(({ part }) => Number(part));
      for (const begin of [0, parts]) {
        expect(cells.slice(begin, begin + parts).sort((a, b) => a - b)).toEqual(part.choices);
      }
    }
  });

  it('draws names independently of each other', () => {
    const pairs = { a: space.dropout, b: space.dropout };
    const values = draw(pairs, 1024).map(({ a, b }) => [Number(a) - 0.25, Number(b) - 0.25]);
    const sum = (of: (pair: number[]) => number): number =>
      values.reduce((total, pair) => total + of(pair), 0);
    const correlation =
      sum(([a, b]) => a * b) / Math.sqrt(sum(([a]) => a * a) * sum(([, b]) => b * b));
    // The standard error of 1,024 pairs is 0.03.
    expect(Math.abs(correlation)).toBeLessThan(0.1);
  });

  it('leaves values as they are where the space grows', () => {
    const { learningRate } = space;
    expect(draw({ learningRate }, 5)).toEqual(
      draw(space, 5).map(({ learningRate }) => ({ learningRate })),
    );
  });

  it('spreads values evenly on the scale of the range', () => {
    const values = draw(space, 4000);
    const share = (is: (each: (typeof values)[number]) => boolean): number =>
      values.filter(is).length / values.length;
    // A quarter of two decades is half a decade. Binomial: the deviation of a quarter is 0.007.
    for (const quarter of [0, 1, 2, 3]) {
      const low = -4 + quarter / 2;
      expect(
        share(({ learningRate }) => {
          const power = Math.log10(Number(learningRate));
          return power >= low && power < low + 0.5;
        }),
      ).toBeCloseTo(0.25, 1);
      expect(share(({ filters }) => filters === 8 + quarter)).toBeCloseTo(0.25, 1);
      expect(share(({ dropout }) => Math.floor(Number(dropout) * 8) === quarter)).toBeCloseTo(
        0.25,
        1,
      );
    }
    expect(share(({ vectors }) => vectors === 'static')).toBeCloseTo(0.5, 1);
  });

  it('stays within the range, with three significant digits', () => {
    for (const { learningRate, dropout } of draw(space, 200)) {
      expect(learningRate).toBeGreaterThanOrEqual(1e-4);
      expect(learningRate).toBeLessThanOrEqual(1e-2);
      expect(learningRate).toBe(Number(Number(learningRate).toPrecision(3)));
      expect(dropout).toBeLessThanOrEqual(0.5);
    }
    const narrow = { rate: { from: 1.2344, to: 1.2346, scale: 'log' } } as const;
    for (const { rate } of draw(narrow, 20)) expect(rate).toBe(1.2344);
  });
});

describe('edgesOf', () => {
  const at = (learningRate: number, dropout = 0.25) =>
    edgesOf(space, { learningRate, dropout, filters: 9, vectors: 'rand' });

  it('finds values within a tenth of the range of its ends, on its scale', () => {
    // Two decades: a tenth is a fifth of a decade, a factor of 1.585.
    expect(at(1.5e-4)).toEqual([{ name: 'learningRate', end: 'low' }]);
    expect(at(1.7e-4)).toEqual([]);
    expect(at(6.2e-3)).toEqual([]);
    expect(at(6.4e-3)).toEqual([{ name: 'learningRate', end: 'high' }]);
  });

  it('finds none at 0, beyond which nothing lies', () => {
    expect(at(1e-3, 0)).toEqual([]);
    expect(at(1e-3, 0.46)).toEqual([{ name: 'dropout', end: 'high' }]);
  });
});
