/** Lets signals, messages of other processes and clicks be heard before the caller goes on. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    // Browsers have no `setImmediate`.
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
