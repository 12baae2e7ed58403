/** Rows of numbers, each with how often it came, in the order in which they first came. */
export interface CountedRows {
  /** `rows × width`. */
  readonly rows: Float64Array;
  readonly counts: Uint32Array;
}

/**
 * Counts equal rows of numbers, in time linear in their number (a hash table with open addressing: scores
 * of real numbers have nearly as many different rows as there are examples).
 */
export class RowCounter {
  readonly #width: number;
  readonly #rows: Float64Array;
  readonly #bits: Uint32Array;
  readonly #counts: Uint32Array;
  /** One above the index of a row, or 0. */
  readonly #slots: Uint32Array;
  #size = 0;

  /** @param most how many rows come at most. */
  constructor(width: number, most: number) {
    this.#width = width;
    this.#rows = new Float64Array(width * (most + 1));
    this.#bits = new Uint32Array(this.#rows.buffer);
    this.#counts = new Uint32Array(most);
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * most + 2)));
  }

  add(row: ArrayLike<number>, count = 1): void {
    const width = this.#width;
    const at = this.#size * width;
    // The row is written behind the last one, where its bits can be read; -0 counts as 0.
    for (let i = 0; i < width; i++) this.#rows[at + i] = row[i] + 0;
    const mask = this.#slots.length - 1;
    let slot = this.#hash(at) & mask;
    for (;;) {
      const known = this.#slots[slot] - 1;
      if (known < 0) break;
      if (this.#isEqual(known * width, at)) {
        this.#counts[known] += count;
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#size + 1;
    this.#counts[this.#size++] = count;
  }

  counted(): CountedRows {
    return {
      rows: this.#rows.slice(0, this.#size * this.#width),
      counts: this.#counts.slice(0, this.#size),
    };
  }

  /** FNV-1a over the 32-bit words of a row, with the bits mixed at the end (MurmurHash3). */
  #hash(at: number): number {
    let hash = 0x811c9dc5;
    for (let i = 2 * at; i < 2 * (at + this.#width); i++) {
      hash = Math.imul(hash ^ this.#bits[i], 0x01000193);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #isEqual(a: number, b: number): boolean {
    for (let i = 0; i < this.#width; i++) {
      if (this.#rows[a + i] !== this.#rows[b + i]) return false;
    }
    return true;
  }
}
