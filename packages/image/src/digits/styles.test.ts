import { describe, expect, it } from 'vitest';
import { styles } from './styles.ts';

describe('styles', () => {
  it('has several ways to write each of the ten digits, each with a name of its own', () => {
    expect(styles.length).toBe(10);
    for (const choices of styles) {
      expect(choices.length).toBeGreaterThanOrEqual(4);
      expect(new Set(choices.map(({ name }) => name)).size).toBe(choices.length);
    }
  });

  it.each(styles.flatMap((choices, label) => choices.map((style) => ({ label, ...style }))))(
    'writes $label, $name, about one unit high and around the middle',
    ({ weight, strokes }) => {
      expect(weight).toBeGreaterThan(0);
      const points = strokes.flat();
      const y = points.map((point) => point[1]);
      expect(Math.min(...y)).toBeGreaterThanOrEqual(-0.05);
      expect(Math.min(...y)).toBeLessThan(0.1);
      expect(Math.max(...y)).toBeGreaterThan(0.9);
      expect(Math.max(...y)).toBeLessThanOrEqual(1.05);
      for (const [x] of points) expect(Math.abs(x)).toBeLessThanOrEqual(0.45);
    },
  );

  it('has no stroke of a single point', () => {
    for (const { strokes } of styles.flat()) {
      for (const stroke of strokes) {
        expect(new Set(stroke.map((point) => point.join())).size).toBeGreaterThan(1);
      }
    }
  });
});
