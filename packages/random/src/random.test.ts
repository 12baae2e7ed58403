import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

/** A stream that begins at a given state. */
function at(...state: number[]): Random {
  const random = new Random(0);
  random.restore(state);
  return random;
}

const draw = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => random.uint32());

describe('Random', () => {
  it('is xoshiro128++: the first numbers from the state 1, 2, 3, 4', () => {
    // From an independent implementation of the authors' C code, with Python integers.
    expect(draw(at(1, 2, 3, 4), 10)).toEqual([
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295,
      495546011, 621204420,
    ]);
  });

  it('still is after 102,400 numbers', () => {
    const random = at(1, 2, 3, 4);
    for (let i = 0; i < 102_400; i++) random.uint32();
    // PHP's test user_xoshiro128plusplus.phpt expects the bytes fa 3c 87 2c.
    expect(random.uint32()).toBe(0x2c873cfa);
  });

  it.each([
    [[0], [399111595, 4049941665, 421139352]],
    [[1], [907067118, 3734732329, 1644127954]],
    [
      [0, 'dropout', 'dense_1'],
      [933363395, 3963414025, 1971883876],
    ],
    [
      [42, 'epoch order', 3],
      [1926669158, 1787716397, 870894511],
    ],
  ])('begins as computed elsewhere for %j', ([seed, ...keys], expected) => {
    // FNV-1a over the JSON and SplitMix32, with Python integers.
    expect(draw(new Random(seed as number, ...keys), 3)).toEqual(expected);
  });

  it('has a different stream for every seed and list of keys', () => {
    const begins = new Set<string>();
    let streams = 0;
    for (let seed = -20; seed <= 80; seed++) {
      for (const keys of [
        [],
        ['a'],
        ['b'],
        ['a', 'b'],
        ['ab'],
        ['a', ''],
        [0],
        ['0'],
        [0, 0],
        ...Array.from({ length: 20 }, (_, epoch) => ['epoch order', epoch]),
      ]) {
        begins.add(draw(new Random(seed, ...keys), 2).join());
        streams++;
      }
    }
    expect(begins.size).toBe(streams);
  });

  it('accepts 0 as a seed, and refuses numbers that are not integers', () => {
    expect(draw(new Random(0), 4)).not.toEqual(draw(new Random(1), 4));
    expect(draw(new Random(0), 4)).toEqual(draw(new Random(0), 4));
    for (const seed of [NaN, 0.5, Infinity, 2 ** 53]) {
      expect(() => new Random(seed)).toThrow(`seed must be a safe integer, got ${seed}`);
    }
  });

  it('fills [0, 1) uniformly: chi-square over 64 cells', () => {
    const random = new Random(0, 'cells');
    const cells = new Array<number>(64).fill(0);
    const count = 640_000;
    let least = 1;
    let most = 0;
    for (let i = 0; i < count; i++) {
      const value = random.uniform();
      cells[Math.floor(value * 64)]++;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    const expected = count / 64;
    const chiSquare = cells.reduce((sum, cell) => sum + (cell - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: mean 63, deviation √126; the stream is fixed, so this never flickers.
    expect(Math.abs(chiSquare - 63)).toBeLessThan(3 * Math.sqrt(126));
    expect(least).toBeGreaterThanOrEqual(0);
    expect(most).toBeLessThan(1);
  });

  it('draws from other intervals', () => {
    const random = new Random(3);
    const values = Array.from({ length: 1000 }, () => random.uniform(-2, 6));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...values)).toBeLessThan(6);
    expect(values.reduce((sum, value) => sum + value) / 1000).toBeCloseTo(2, 0);
  });

  it('draws integers below a count, each equally often', () => {
    const random = new Random(0, 'integers');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++;
    // Binomial: 10,000 expected, deviation 93.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(300);
    expect(random.integer(1)).toBe(0);
    expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
    for (const count of [0, -1, NaN, 2 ** 33])
      expect(() => random.integer(count)).toThrow(RangeError);
  });

  it('draws normal numbers: mean, deviation, skewness, kurtosis, tails', () => {
    const random = new Random(0, 'normal');
    const count = 400_000;
    const moments = [0, 0, 0, 0];
    let beyondTwo = 0;
    for (let i = 0; i < count; i++) {
      const value = random.normal();
      for (let power = 0; power < 4; power++) moments[power] += value ** (power + 1) / count;
      if (Math.abs(value) > 1.959964) beyondTwo++;
    }
    // Four standard errors each: 1/√n, √2/√n, √15/√n, √96/√n.
    const error = 4 / Math.sqrt(count);
    expect(Math.abs(moments[0])).toBeLessThan(error);
    expect(Math.abs(moments[1] - 1)).toBeLessThan(error * Math.SQRT2);
    expect(Math.abs(moments[2])).toBeLessThan(error * Math.sqrt(15));
    expect(Math.abs(moments[3] - 3)).toBeLessThan(error * Math.sqrt(96));
    expect(Math.abs(beyondTwo / count - 0.05)).toBeLessThan(error * Math.sqrt(0.05 * 0.95));
  });

  it('shifts and scales normal numbers', () => {
    const plain = new Random(8);
    const moved = new Random(8);
    for (let i = 0; i < 10; i++) expect(moved.normal(5, 2)).toBeCloseTo(5 + 2 * plain.normal(), 12);
  });

  it('permutes: every number once, every order equally often', () => {
    const random = new Random(0, 'orders');
    expect([...random.permutation(0)]).toEqual([]);
    expect([...random.permutation(100)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.permutation(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // Binomial: 1,000 expected, deviation 31.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(125);
  });

  it('continues from a state, also between the two halves of a normal pair', () => {
    const random = new Random(5, 'state');
    random.normal();
    const { state } = random;
    expect(state).toHaveLength(5);
    const expected = [random.normal(), random.normal(), random.uniform(), random.uint32()];
    const again = new Random(99);
    again.restore(JSON.parse(JSON.stringify(state)) as number[]);
    expect([again.normal(), again.normal(), again.uniform(), again.uint32()]).toEqual(expected);
    expect(() => again.restore([1, 2, 3])).toThrow('4 or 5 numbers, got 3');
  });

  it('fills arrays with, and skips, what single calls draw', () => {
    for (const count of [0, 1, 2, 31, 1000, 70_001]) {
      const [one, filled, skipped] = [0, 1, 2].map(() => new Random(3, 'many'));
      const drawn = Uint32Array.from({ length: count }, () => one.uint32());
      expect(filled.fillUint32(new Uint32Array(count))).toEqual(drawn);
      skipped.skip(count);
      expect([filled.state, skipped.state]).toEqual([one.state, one.state]);
      expect(skipped.uint32()).toBe(one.uint32());
    }
    const [whole, halves] = [new Random(4), new Random(4)];
    whole.skip(2 ** 52);
    halves.skip(2 ** 51);
    halves.skip(2 ** 51);
    expect(halves.state).toEqual(whole.state);
    expect(() => whole.skip(-1)).toThrow(
      'numbers to skip must be an integer of at least 0, got -1',
    );
  });

  it('picks each item', () => {
    const random = new Random(0, 'pick');
    const seen = new Set(Array.from({ length: 50 }, () => random.pick(['a', 'b', 'c'])));
    expect(seen).toEqual(new Set(['a', 'b', 'c']));
  });
});
