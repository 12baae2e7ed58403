import type { Random } from '@axiswise/random';

/** Draws items so that at any time each has occurred as often as any other, or once more. */
export class Deck<Item> {
  readonly #items: readonly Item[];
  readonly #random: Random;
  #left: Item[] = [];

  constructor(items: readonly Item[], random: Random) {
    this.#items = items;
    this.#random = random;
  }

  draw(): Item {
    if (this.#left.length === 0) {
      this.#left = Array.from(this.#random.permutation(this.#items.length), (i) => this.#items[i]);
    }
    return this.#left.pop()!;
  }
}
