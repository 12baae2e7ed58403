import { describe, expect, it } from 'vitest';
import { minimizeByAdam } from './adam.ts';
import { type Evaluation, minimizeByLbfgs } from './lbfgs.ts';

/** Rosenbrock's curved valley: (1 − x)² + 100 (y − x²)², lowest at (1, 1). */
const valley = ([x, y]: Float32Array): Evaluation => ({
  loss: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: Float32Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
});

describe('minimizeByLbfgs', () => {
  it('finds the end of a curved valley', async () => {
    const start = Float32Array.of(-1.2, 1);
    const { point, loss } = await minimizeByLbfgs(valley, start, {
      evaluations: 80,
      firstChange: 0.1,
    });
    expect(loss).toBeLessThan(1e-6);
    expect(point[0]).toBeCloseTo(1, 2);
    expect(point[1]).toBeCloseTo(1, 2);
    expect([...start]).toEqual([Math.fround(-1.2), 1]);
  });

  it('evaluates at most as often as allowed, and reports the best point', async () => {
    let evaluations = 0;
    const losses: number[] = [];
    const counted = (point: Float32Array): Evaluation => {
      evaluations++;
      const here = valley(point);
      losses.push(here.loss);
      return here;
    };
    const { loss } = await minimizeByLbfgs(counted, Float32Array.of(-1.2, 1), {
      evaluations: 7,
      firstChange: 1,
    });
    expect(evaluations).toBe(7);
    expect(loss).toBe(Math.min(...losses));
  });

  it('stays at a point without gradient', async () => {
    const { point } = await minimizeByLbfgs(valley, Float32Array.of(1, 1), {
      evaluations: 5,
      firstChange: 0.1,
    });
    expect([...point]).toEqual([1, 1]);
  });
});

describe('minimizeByAdam', () => {
  it('minimises a quadratic function', async () => {
    const bowl = ([x]: Float32Array): Evaluation => ({
      loss: (x - 3) ** 2,
      gradient: Float32Array.of(2 * (x - 3)),
    });
    const { point } = await minimizeByAdam(bowl, Float32Array.of(0), {
      evaluations: 300,
      learningRate: 0.1,
    });
    expect(point[0]).toBeCloseTo(3, 1);
  });
});
