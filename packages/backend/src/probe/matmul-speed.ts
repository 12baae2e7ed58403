import * as tf from '@axiswise/tensorflow';

/**
 * GFLOP/s of a float32 product of two matrices of `size` by `size` on the running engine: the median of
 * the products that fit into a time, at least one.
 *
 * @param options.warmUntil before this time (`Date.now()`) products are not counted.
 */
export async function matmulGflops(
  size: number,
  options: { readonly milliseconds: number; readonly warmUntil?: number },
): Promise<number> {
  const { milliseconds, warmUntil = 0 } = options;
  const a = tf.randomUniform([size, size]);
  const b = tf.randomUniform([size, size]);
  const once = async (): Promise<number> => {
    const start = performance.now();
    const c = tf.matMul(a, b);
    // One number is read back, so that an asynchronous engine is measured to its end.
    const corner = tf.slice(c, [0, 0], [1, 1]);
    await corner.data();
    tf.dispose([c, corner]);
    return performance.now() - start;
  };
  const times: number[] = [];
  do
    await once(); // the first call compiles and allocates
  while (Date.now() < warmUntil);
  const deadline = performance.now() + milliseconds;
  do times.push(await once());
  while (performance.now() < deadline);
  tf.dispose([a, b]);
  times.sort((x, y) => x - y);
  return (2 * size ** 3) / (times[Math.floor(times.length / 2)] * 1e6);
}
