/**
 * An array that is used again and again, so that no garbage is left: what it holds is valid until it is
 * taken once more.
 */
export class ReusedFloats {
  #array = new Float32Array(0);

  /** So many numbers, with whatever values they had. */
  take(length: number): Float32Array {
    if (this.#array.length < length) this.#array = new Float32Array(Math.ceil(1.25 * length));
    return this.#array.subarray(0, length);
  }
}
