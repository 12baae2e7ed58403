// Needs a process of its own: it counts the threads of its process.
import { Random } from '@axiswise/random';
import { expect, it } from 'vitest';
import { GameCollection } from '../sgf/games.ts';
import { boardDataset } from './board-dataset.ts';
import { playGame } from './self-play.ts';

const collection = new GameCollection();
for (let i = 0; i < 3; i++) {
  collection.add({ place: `game ${i}`, game: playGame(new Random(4, 'threads', i)) });
}
const [train, validation, test] = collection.games.map((game) => [game]);
const load = () =>
  boardDataset({
    name: 'three',
    parts: { train, validation, test },
    planes: 4,
    movesPerGame: 4,
    workers: 2,
    secondsBeforeThreads: 0,
  });

/** Threads with a JavaScript engine of their own. */
const threads = (): number =>
  (process.report.getReport() as unknown as { workers: unknown[] }).workers.length;

it('ends its threads when it is closed, however often it is loaded, and reads on afterwards', async () => {
  const before = threads();
  const size = 361 * 4;
  const first = new Float32Array(3 * size);
  for (let i = 0; i < 5; i++) {
    const dataset = load();
    const read = new Float32Array(3 * size);
    await Promise.all(
      [dataset.splits.train, dataset.splits.validation!, dataset.splits.test].map((split, part) =>
        split.gather([2], read.subarray(part * size, (part + 1) * size)),
      ),
    );
    // The three splits share them.
    expect(threads()).toBe(before + 2);
    await dataset.close!();
    expect(threads()).toBe(before);
    if (i === 0) first.set(read);
    expect(read).toEqual(first);
  }
  const reopened = load();
  await reopened.close!();
  await reopened.splits.train.gather([2], first.subarray(size, 2 * size));
  expect(first.subarray(size, 2 * size)).toEqual(first.subarray(0, size));
  await reopened.close!();
  expect(threads()).toBe(before);
});
