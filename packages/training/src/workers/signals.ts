/** The state of a desk. */
export const deskState = { free: 0, asked: 1, done: 2, failed: 3 } as const;

/** In place of the number of parts that have arrived: some never will, however many others still do. */
export const neverThere = -(2 ** 30);

/** Looks so often before it sleeps: what takes some microseconds is not worth a sleep. */
const looks = 500;

/** Looks a while whether a number has become what is waited for; returns the number. */
export function look(
  cells: Int32Array,
  index: number,
  reached: (value: number) => boolean,
): number {
  let value = Atomics.load(cells, index);
  for (let i = 0; i < looks && !reached(value); i++) value = Atomics.load(cells, index);
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
