import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { ElasticField } from './elastic.ts';

/** How far a field moves the points. */
function shifts(field: ElasticField, points: readonly number[]): { dx: number[]; dy: number[] } {
  const x = Float64Array.from(points);
  const y = Float64Array.from(points);
  field.displace(x, y);
  return {
    dx: points.map((point, i) => x[i] - point),
    dy: points.map((point, i) => y[i] - point),
  };
}

describe('ElasticField', () => {
  it('has the requested standard deviation', () => {
    const random = new Random(0, 'strength');
    // On a knot and half-way between two the deviation differs a little; over a period it is 1.4.
    const places = [7, 8.75, 10.5, 12.25];
    const moves = Array.from({ length: 4000 }, () => {
      const { dx, dy } = shifts(new ElasticField(random, 1.4), places);
      return [...dx, ...dy];
    }).flat();
    const variance = moves.reduce((sum, move) => sum + move * move, 0) / moves.length;
    expect(Math.sqrt(variance)).toBeGreaterThan(1.37);
    expect(Math.sqrt(variance)).toBeLessThan(1.43);
  });

  it('is smooth: neighbours move alike, distant points independently', () => {
    const random = new Random(0, 'smooth');
    let near = 0;
    let far = 0;
    for (let i = 0; i < 500; i++) {
      const { dx } = shifts(new ElasticField(random, 1), [7, 7.5, 25]);
      near += (dx[0] - dx[1]) ** 2 / 500;
      far += (dx[0] - dx[2]) ** 2 / 500;
    }
    expect(near).toBeLessThan(0.05);
    expect(far).toBeGreaterThan(1.5);
  });

  it('continues with its edge values outside the picture', () => {
    const field = new ElasticField(new Random(3), 1);
    const { dx } = shifts(field, [-5, 0, 28, 40]);
    expect(dx[0]).toBeCloseTo(dx[1], 12);
    expect(dx[3]).toBeCloseTo(dx[2], 12);
  });
});
