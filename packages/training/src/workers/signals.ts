/** The state of a desk. */
export const deskState = { free: 0, asked: 1, done: 2, failed: 3 } as const;

/** In place of the number of parts that have arrived: some never will, however many others still do. */
export const neverThere = -(2 ** 30);

/**
 * Milliseconds to look before a sleep: falling asleep and waking take about as long, and most waits of a step
 * are shorter.
 */
const lookMilliseconds = 0.2;

/** Looks a while whether a number has become what is waited for; returns the number. */
export function look(
  cells: Int32Array,
  index: number,
  reached: (value: number) => boolean,
): number {
  let value = Atomics.load(cells, index);
  if (reached(value)) return value;
  const end = performance.now() + lookMilliseconds;
  do {
    for (let i = 0; i < 50 && !reached(value); i++) value = Atomics.load(cells, index);
  } while (!reached(value) && performance.now() < end);
  return value;
}

/** Waits until a number is what is waited for, and returns it. It blocks the thread. */
export function waitFor(
  cells: Int32Array,
  index: number,
  reached: (value: number) => boolean,
): number {
  for (;;) {
    const value = look(cells, index, reached);
    if (reached(value)) return value;
    Atomics.wait(cells, index, value);
  }
}

/** Sets a number that others wait for. */
export function signal(cells: Int32Array, index: number, value: number): void {
  Atomics.store(cells, index, value);
  Atomics.notify(cells, index);
}

/** Adds one to a number that others wait for. */
export function count(cells: Int32Array, index: number): void {
  Atomics.add(cells, index, 1);
  Atomics.notify(cells, index);
}
