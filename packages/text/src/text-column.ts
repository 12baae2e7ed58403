/** Numbers that are added one by one, in a typed array that grows. */
export class GrowingNumbers {
  #values = new Uint32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Uint32Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index];
  }

  /** A view of all numbers so far. */
  get values(): Uint32Array {
    return this.#values.subarray(0, this.#length);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Texts are kept in blocks, so that adding one never copies the others. */
const blockBytes = 4 * 2 ** 20;

/**
 * Texts in order, as UTF-8 outside the heap: a million strings would cost several times their characters,
 * and garbage collection as often as the heap grows.
 *
 * Texts must be well-formed: half a surrogate pair would come back as a replacement character.
 */
export class TextColumn {
  readonly #blocks: Uint8Array[] = [];
  #used = Infinity;
  /** For each text: its block, and its first and last byte. */
  readonly #places = new GrowingNumbers();

  get length(): number {
    return this.#places.length / 3;
  }

  add(text: string): void {
    // What it may take at most, since to count its bytes takes as long as to write them.
    const room = 3 * text.length;
    if (this.#used + room > blockBytes) {
      this.#blocks.push(new Uint8Array(Math.max(blockBytes, room)));
      this.#used = 0;
    }
    const block = this.#blocks.length - 1;
    const { written: bytes } = encoder.encodeInto(text, this.#blocks[block].subarray(this.#used));
    this.#places.add(block);
    this.#places.add(this.#used);
    this.#places.add(this.#used + bytes);
    this.#used += bytes;
  }

  at(index: number): string {
    const place = 3 * index;
    const block = this.#blocks[this.#places.at(place)];
    return decoder.decode(block.subarray(this.#places.at(place + 1), this.#places.at(place + 2)));
  }
}
