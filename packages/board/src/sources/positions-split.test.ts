import { batches, unlabelled } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { Captures } from './captures.ts';
import { EncodePool } from './encode-pool.ts';
import { PositionReader } from './position-reader.ts';
import { positionsSplit } from './positions-split.ts';
import { playGame } from './self-play.ts';
import { pointsUnder, transformPlanes } from '../rules/symmetries.ts';

const games = [0, 1].map((i) => playGame(new Random(3, 'split', i)));
const positions = Int32Array.of(0, 0, 0, 40, 1, 3, 1, 77);
const size = 361 * 12;
const reader = new PositionReader(games, 12);
const poolOf = (played = games, workers = 1) =>
  new EncodePool({ games: played, planes: 12, size: 19 }, workers, 0);

function expected(example: number): Float32Array {
  const bytes = new Uint8Array(size);
  const [game, move] = positions.subarray(2 * example, 2 * example + 2);
  reader.read({ game, move, symmetry: 0 }, bytes);
  return Float32Array.from(bytes);
}

describe('positionsSplit', () => {
  it.each([1, 2])(
    'encodes the requested positions on %i other threads, in order',
    async (workers) => {
      const split = positionsSplit(positions, poolOf(games, workers));
      expect(split.length).toBe(4);
      expect([...split.labels]).toEqual([
        games[0].moves[0],
        games[0].moves[40],
        games[1].moves[3],
        games[1].moves[77],
      ]);
      const out = new Float32Array(3 * size);
      await split.gather([3, 1, 0], out);
      [3, 1, 0].forEach((example, i) =>
        expect(out.subarray(i * size, (i + 1) * size)).toEqual(expected(example)),
      );
    },
  );

  it('rotates and mirrors positions and moves alike, by seed and epoch', async () => {
    const split = positionsSplit(positions, poolOf());
    const augmentedEpoch = async (seed: number, epoch: number) => {
      const out = new Float32Array(4 * size);
      const labels = split.labels.slice();
      await split.augment!([0, 1, 2, 3], out, labels, { seed, epoch });
      return { out, labels };
    };
    const first = await augmentedEpoch(1, 0);
    expect(await augmentedEpoch(1, 0)).toEqual(first);
    expect((await augmentedEpoch(1, 1)).out).not.toEqual(first.out);
    expect((await augmentedEpoch(2, 0)).out).not.toEqual(first.out);
    const transformed = new Float32Array(size);
    for (let example = 0; example < 4; example++) {
      const matching = [0, 1, 2, 3, 4, 5, 6, 7].filter((symmetry) => {
        transformPlanes(expected(example), 19, symmetry, transformed);
        return transformed.every((value, i) => value === first.out[example * size + i]);
      });
      expect(matching.map((s) => pointsUnder(19, s)[split.labels[example]])).toContain(
        first.labels[example],
      );
    }
  });

  it('rotates and mirrors the fates of stones with them', async () => {
    const captures = games.map((game) => new Captures(game));
    const later = Int32Array.of(0, 40, 1, 60, 1, 77);
    const split = positionsSplit(later, poolOf(), captures);
    expect([...split.labels]).toEqual([0, 0, 0]);
    const out = new Float32Array(3 * size);
    const targets = new Float32Array(3 * 361);
    const sums = new Set<number>();
    for (const epoch of [0, 1, 2]) {
      split.targets!.gather([0, 1, 2], targets);
      const before = targets.slice().sort();
      await split.augment!([0, 1, 2], out, split.labels.slice(), { seed: 1, epoch }, targets);
      targets.forEach((label, at) => {
        // The first two planes are the stones of both players.
        const hasStone = out[12 * at] + out[12 * at + 1] > 0;
        if (hasStone !== (label !== unlabelled)) throw new Error(`epoch ${epoch}, point ${at}`);
        if (label !== unlabelled) sums.add(label);
      });
      expect(targets.slice().sort()).toEqual(before);
    }
    expect(sums).toEqual(new Set([0, 1]));
  });

  it('gathers several batches at a time', async () => {
    const split = positionsSplit(positions, poolOf());
    const seen: number[] = [];
    for await (const { inputs, targets } of batches(split, { batchSize: 1, exampleSize: size })) {
      expect(inputs).toEqual(expected(seen.length));
      seen.push(targets[0]);
    }
    expect(seen).toEqual([...split.labels]);
  });

  it('reports why a position cannot be encoded', async () => {
    const split = positionsSplit(positions, poolOf());
    const broken = positionsSplit(
      Int32Array.of(0, 5),
      poolOf([{ ...games[0], moves: games[0].moves.map(() => 60) }]),
    );
    await expect(async () => broken.gather([0], new Float32Array(size))).rejects.toThrow(
      /cannot encode a position: .* the point is occupied/,
    );
    // The other split has threads of its own.
    await split.gather([0], new Float32Array(size));
  });

  it('refuses passes as examples', () => {
    const passes = Int32Array.of(0, games[0].moves.length - 1);
    expect(games[0].moves.at(-1)).toBe(-1);
    expect(() => positionsSplit(passes, poolOf())).toThrow(
      'example 0 must be a move to a point, got a pass; leave passes out',
    );
  });
});
