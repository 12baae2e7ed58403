const secondsBetweenLines = 2;

/**
 * Counts finished items and reports the count from time to time if the work takes long.
 *
 * @param what `'read'`, `'pictures'`: "read 1200 of 5000 pictures".
 * @returns a function to call after each item.
 */
export function countProgress(
  what: { readonly verb: string; readonly total: number; readonly many: string },
  onProgress: ((line: string) => void) | undefined,
): () => void {
  let done = 0;
  let lastLine = performance.now();
  return () => {
    done++;
    const now = performance.now();
    if (now - lastLine < 1000 * secondsBetweenLines) return;
    lastLine = now;
    onProgress?.(`${what.verb} ${done} of ${what.total} ${what.many}`);
  };
}
