/**
 * Processes every item, a bounded number at a time, started in order.
 *
 * After a failure nothing new is started. Of several failures the first item's is thrown, so that
 * the same input always gives the same error.
 */
export async function forEachBounded<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const failures = new Map<number, unknown>();
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.size === 0) {
      const index = next++;
      try {
        await work(items[index], index);
      } catch (cause) {
        failures.set(index, cause);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
}
