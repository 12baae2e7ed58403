import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { RowCounter } from './count-rows.ts';

describe('RowCounter', () => {
  it('counts equal rows in the order in which they first came', () => {
    const counter = new RowCounter(2, 5);
    for (const row of [
      [1, 2],
      [2, 1],
      [1, 2],
      [0, -0],
    ])
      counter.add(row);
    counter.add([-0, 0], 3);
    expect(counter.counted()).toEqual({
      rows: Float64Array.of(1, 2, 2, 1, 0, 0),
      counts: Uint32Array.of(2, 1, 4),
    });
  });

  it('counts nothing', () => {
    const none = { rows: new Float64Array(0), counts: new Uint32Array(0) };
    expect(new RowCounter(3, 0).counted()).toEqual(none);
  });

  it('agrees with a map by text, for whole and real numbers', () => {
    for (const draw of [
      (random: Random) => random.integer(3) - 1,
      (random: Random) => random.normal(0, 1),
    ]) {
      const random = new Random(0, 'rows');
      const rows = Array.from({ length: 3000 }, () => [draw(random), draw(random), draw(random)]);
      const counter = new RowCounter(3, rows.length);
      const known = new Map<string, number>();
      for (const row of rows) {
        counter.add(row);
        known.set(row.join(), (known.get(row.join()) ?? 0) + 1);
      }
      const { rows: found, counts } = counter.counted();
      expect([...counts]).toEqual([...known.values()]);
      expect([...found]).toEqual([...known.keys()].flatMap((key) => key.split(',').map(Number)));
    }
  });
});
