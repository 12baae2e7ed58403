/** The state of a {@link Random}: everything needed to continue from the same point. */
export type RandomState = readonly number[];

/**
 * A seeded stream of random numbers that is the same on every engine, platform and Node version.
 *
 * TensorFlow.js ignores seed 0 in some samplers and all seeds in others, and its dropout draws one
 * mask for ever; everything random in Axiswise comes from here instead. A stream is named by a
 * seed and any number of keys (`new Random(seed, 'dropout', 'dense_1')`), so that adding a consumer
 * never disturbs the numbers another one sees.
 *
 * Algorithm: xoshiro128++ 1.0 (Blackman and Vigna 2019), seeded through FNV-1a and SplitMix32.
 *
 * @example
 * const random = new Random(0, 'example');
 * const a = random.uniform();
 * const again = new Random(0, 'example').uniform();
 * a === again; // true
 */
export class Random {
  #s0: number;
  #s1: number;
  #s2: number;
  #s3: number;
  /** The second value of the last Box-Muller pair, NaN when used up. */
  #spare = NaN;

  constructor(seed: number, ...keys: readonly (string | number)[]) {
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(`seed must be a safe integer, got ${seed}`);
    }
    // FNV-1a over the seed and the keys; JSON keeps ('a', 'b') and ('ab') apart.
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(JSON.stringify([seed, ...keys]))) {
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    const splitMix = (): number => {
      hash = (hash + 0x9e3779b9) | 0;
      let z = hash ^ (hash >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    this.#s0 = splitMix();
    this.#s1 = splitMix();
    this.#s2 = splitMix();
    this.#s3 = splitMix() | 1; // the all-zero state is the one forbidden state
  }

  /** An integer from 0 to 2³² − 1. */
  uint32(): number {
    const sum = (this.#s0 + this.#s3) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + this.#s0) >>> 0;
    const t = this.#s1 << 9;
    this.#s2 ^= this.#s0;
    this.#s3 ^= this.#s1;
    this.#s1 ^= this.#s2;
    this.#s0 ^= this.#s3;
    this.#s2 ^= t;
    this.#s3 = (this.#s3 << 11) | (this.#s3 >>> 21);
    return result;
  }

  /** Fills an array with what as many calls of {@link uint32} give; many times faster. */
  fillUint32(out: Uint32Array): Uint32Array {
    // In local variables: the engine keeps fields of 32 bits as objects, made anew with each number.
    let [s0, s1, s2, s3] = [this.#s0, this.#s1, this.#s2, this.#s3];
    for (let i = 0; i < out.length; i++) {
      const sum = (s0 + s3) | 0;
      out[i] = ((sum << 7) | (sum >>> 25)) + s0;
      const t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = (s3 << 11) | (s3 >>> 21);
    }
    [this.#s0, this.#s1, this.#s2, this.#s3] = [s0, s1, s2, s3];
    return out;
  }

  /** Goes on as after so many calls of {@link uint32}, in a time that hardly grows with their number. */
  skip(numbers: number): void {
    if (!(Number.isSafeInteger(numbers) && numbers >= 0)) {
      throw new RangeError(`numbers to skip must be an integer of at least 0, got ${numbers}`);
    }
    let state: Uint32Array = Uint32Array.of(this.#s0, this.#s1, this.#s2, this.#s3);
    for (let power = 0, left = numbers; left > 0; power++, left = Math.floor(left / 2)) {
      if (left % 2 === 1) state = applied(stepsOf(power), state);
    }
    [this.#s0, this.#s1, this.#s2, this.#s3] = state;
  }

  /** A number in [low, high), by default in [0, 1). */
  uniform(low = 0, high = 1): number {
    return low + (this.uint32() / 0x1_0000_0000) * (high - low);
  }

  /** An integer in [0, count), each equally likely. */
  integer(count: number): number {
    if (!(count >= 1 && count <= 0x1_0000_0000)) {
      throw new RangeError(`count must be from 1 to 2³², got ${count}`);
    }
    // Draws again for values after the last full multiple, which would favour small results.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % count);
    let value = this.uint32();
    while (value >= limit) value = this.uint32();
    return value % count;
  }

  /** A normally distributed number (Box-Muller). */
  normal(mean = 0, standardDeviation = 1): number {
    if (!Number.isNaN(this.#spare)) {
      const spare = this.#spare;
      this.#spare = NaN;
      return mean + standardDeviation * spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return mean + standardDeviation * radius * Math.cos(angle);
  }

  /** One of `items`, each equally likely. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)];
  }

  /** 0 … length − 1 in random order (Fisher-Yates). */
  permutation(length: number): Uint32Array {
    const order = Uint32Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
    return order;
  }

  /** The state of this stream; {@link restore} continues from it. */
  get state(): RandomState {
    const words = [this.#s0, this.#s1, this.#s2, this.#s3].map((word) => word >>> 0);
    return Number.isNaN(this.#spare) ? words : [...words, this.#spare];
  }

  /** Continues from a state that a stream had. */
  restore(state: RandomState): void {
    if (state.length < 4 || state.length > 5) {
      throw new RangeError(`a random state must have 4 or 5 numbers, got ${state.length}`);
    }
    [this.#s0, this.#s1, this.#s2, this.#s3] = state as [number, number, number, number];
    this.#spare = state[4] ?? NaN;
  }
}

/**
 * What 2^power steps do to a state. A step is linear over its 128 bits, and so are many: four words for each
 * bit say what becomes of it, and a state becomes the exclusive or of those of its bits.
 */
function stepsOf(power: number): Uint32Array {
  for (let known = steps.length; known <= power; known++) {
    const next = new Uint32Array(128 * 4);
    for (let bit = 0; bit < 128; bit++) {
      const from =
        known === 0
          ? Uint32Array.from({ length: 4 }, (_, word) => (word === bit >> 5 ? 1 << (bit & 31) : 0))
          : steps[known - 1].subarray(bit * 4, bit * 4 + 4);
      next.set(known === 0 ? oneStep(from) : applied(steps[known - 1], from), bit * 4);
    }
    steps.push(next);
  }
  return steps[power];
}

const steps: Uint32Array[] = [];

function oneStep(state: Uint32Array): Uint32Array {
  const random = new Random(0);
  random.restore([...state]);
  random.uint32();
  return Uint32Array.from(random.state);
}

function applied(step: Uint32Array, state: Uint32Array): Uint32Array {
  const next = new Uint32Array(4);
  for (let bit = 0; bit < 128; bit++) {
    if (((state[bit >> 5] >>> (bit & 31)) & 1) === 0) continue;
    for (let word = 0; word < 4; word++) next[word] ^= step[bit * 4 + word];
  }
  return next;
}
