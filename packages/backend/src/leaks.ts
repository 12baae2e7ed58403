import * as tf from '@axiswise/tensorflow';

/** The present memory of the running engine. */
export interface MemoryInUse {
  readonly tensors: number;
  /** Bytes of all tensors; a shared buffer counts for each of its tensors. */
  readonly bytes: number;
}

/** A function left tensors behind that nobody can dispose of. */
export class TensorLeakError extends Error {
  override readonly name = 'TensorLeakError';
  /** The number of tensors. */
  readonly tensors: number;

  constructor(message: string, tensors: number) {
    super(message);
    this.tensors = tensors;
  }
}

/** The tensors and bytes that the running engine holds. */
export function memoryInUse(): MemoryInUse {
  const { numTensors, numBytes } = tf.memory();
  return { tensors: numTensors, bytes: numBytes };
}

/**
 * Runs a function, which may be asynchronous, and throws if it leaves tensors behind.
 *
 * Its result belongs to the caller and is not a leak: a tensor, or arrays and plain objects with
 * tensors. The count is the engine's own, so nothing else may create or dispose of tensors
 * meanwhile. A first training step creates the optimizer's slots, so run one before the watched
 * step.
 *
 * @param name the name of the function, for the message.
 * @throws TensorLeakError with the number of tensors; an error of the function is rethrown.
 *
 * @example
 * await withoutLeaks('a product', () => tf.tidy(() => tf.matMul(a, b)));
 */
export async function withoutLeaks<T>(name: string, fn: () => T | Promise<T>): Promise<T> {
  const before = memoryInUse();
  // Ids grow with every tensor: a higher one was created within the function.
  const marker = tf.scalar(0);
  marker.dispose();
  const result = await fn();
  const handedOn = tensorsWithin(result).filter(({ id }) => id > marker.id).length;
  const after = memoryInUse();
  const leaked = after.tensors - before.tensors - handedOn;
  if (leaked > 0) {
    throw new TensorLeakError(
      `${name} leaks ${leaked} ${leaked === 1 ? 'tensor' : 'tensors'} ` +
        `(${before.tensors} before, ${after.tensors} after, ${handedOn} returned; ` +
        `${after.bytes - before.bytes} bytes more)`,
      leaked,
    );
  }
  return result;
}

/** Lists every live tensor in a value, each once. */
function tensorsWithin(value: unknown): tf.Tensor[] {
  const seen = new Set<unknown>();
  const found: tf.Tensor[] = [];
  const visit = (item: unknown): void => {
    if (typeof item !== 'object' || item === null || seen.has(item)) return;
    seen.add(item);
    if (item instanceof tf.Tensor) {
      if (!item.isDisposed) found.push(item);
    } else if (Array.isArray(item)) {
      item.forEach(visit);
    } else {
      const prototype: unknown = Object.getPrototypeOf(item);
      if (prototype === Object.prototype || prototype === null) Object.values(item).forEach(visit);
    }
  };
  visit(value);
  return found;
}
