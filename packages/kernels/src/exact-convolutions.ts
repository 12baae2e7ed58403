let wanted = false;

/**
 * Runs a synchronous function with convolutions that are sums of products, of which none is divided first:
 * exact where the sums are whole numbers or halves that single precision holds. Winograd's algorithm, by
 * which wasm computes most convolutions, rounds those too.
 */
export function withExactConvolutions<T>(run: () => T): T {
  const before = wanted;
  wanted = true;
  try {
    return run();
  } finally {
    wanted = before;
  }
}

/** Whether such a function runs. */
export const exactConvolutionsWanted = (): boolean => wanted;
