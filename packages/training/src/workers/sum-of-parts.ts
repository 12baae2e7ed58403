import type { TeamMemory } from './shared-memory.ts';
import { count, look } from './signals.ts';

/** Milliseconds of a sleep, after which a part looks whether the others can still come. */
const sleepMilliseconds = 10;
/** So many sleeps mean that a thread has gone without a word; one that works wakes the others. */
const patience = 6000;

/** Another part of a batch failed, which says why; without its numbers this one cannot go on. */
export class OtherPartFailed extends Error {}

/**
 * Adds up numbers of all parts of a batch while they compute: what a layer of one part has to know of the
 * others, as batch normalisation does.
 *
 * Every part calls it equally often, and waits for the others. Sums are in the order of the parts, so that all
 * get the same bits, and the same number of threads gives the same again.
 *
 * @param team.arrived is negative where a part has failed.
 * @returns a function for one batch, which waits where it is called; it throws {@link OtherPartFailed}.
 */
export function sumOfParts(
  { exchange, arrived }: Pick<TeamMemory, 'exchange' | 'arrived'>,
  parts: number,
  part: number,
): (numbers: Float32Array) => Float32Array {
  const { written, numbers: places } = exchange;
  let calls = 0;
  return (numbers) => {
    const place = calls % 2;
    places[part][place].set(numbers);
    count(written, 0);
    calls++;
    waitForAll(written, calls * parts, arrived);
    const sums = new Float64Array(numbers.length);
    for (const ofPart of places.slice(0, parts)) {
      const there = ofPart[place];
      for (let i = 0; i < sums.length; i++) sums[i] += there[i];
    }
    return Float32Array.from(sums);
  };
}

function waitForAll(written: Int32Array, wanted: number, arrived: Int32Array): void {
  for (let slept = 0; ;) {
    const value = look(written, 0, (writes) => writes >= wanted);
    if (value >= wanted) return;
    if (Atomics.load(arrived, 0) < 0) throw new OtherPartFailed('another part of the batch failed');
    if (Atomics.wait(written, 0, value, sleepMilliseconds) !== 'timed-out') continue;
    if (++slept > patience) {
      throw new Error('a thread that helps to compute has not answered for a minute');
    }
  }
}
