import { describe, expect, it } from 'vitest';
import { averageScores, countPatterns, subtractScores } from './scores.ts';

describe('subtractScores', () => {
  it('pairs by seed and example', () => {
    const rows = subtractScores(
      [
        [1, 1, 0],
        [1, 0, 0],
      ],
      [Uint8Array.of(0, 1, 0), [0, 1, 1]],
    );
    expect(rows.map((row) => [...row])).toEqual([
      [1, 0, 0],
      [1, -1, -1],
    ]);
  });

  it('refuses scores of different examples or seeds', () => {
    expect(() =>
      subtractScores(
        [[1, 1], [1]],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ).toThrow(
      'both strategies must be scored on the same examples with the same number of seeds, got ' +
        '2 × 2, 1 and 2 × 2',
    );
    expect(() =>
      subtractScores(
        [[1, 1]],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ).toThrow('got 1 × 2 and 2 × 2');
  });
});

describe('averageScores', () => {
  it('takes the mean of each cell', () => {
    expect(
      averageScores(
        [
          [0, 1],
          [1, 1],
        ],
        [
          [1, 1],
          [0, 1],
        ],
      ).map((row) => [...row]),
    ).toEqual([
      [0.5, 1],
      [0.5, 1],
    ]);
  });
});

describe('countPatterns', () => {
  it('counts examples by their scores over the seeds, leaving out where all are 0', () => {
    const { seeds, examples, patterns, counts } = countPatterns([
      [1, 0, 0.5, 1],
      [0, 0, 1, 0],
    ]);
    expect([seeds, examples]).toEqual([2, 4]);
    expect([...patterns]).toEqual([1, 0, 0.5, 1]);
    expect([...counts]).toEqual([2, 1]);
  });

  it('refuses scores without seeds, with one example, and of different lengths', () => {
    expect(() => countPatterns([])).toThrow(
      'scores must hold at least one seed and two examples, the same number with each seed, got 0 × 0',
    );
    expect(() => countPatterns([[1]])).toThrow('got 1 × 1');
    expect(() =>
      countPatterns([
        [1, 1],
        [1, 1, 1],
      ]),
    ).toThrow('got 2 × 2, 3');
  });
});
