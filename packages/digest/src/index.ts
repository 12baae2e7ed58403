import { createHash, type Hash } from 'node:crypto';
import type { Sha256 } from './sha256.ts';

export type { Sha256 };

/** Begins a SHA-256. */
export const sha256 = (): Sha256 => new NodeSha256();

class NodeSha256 implements Sha256 {
  readonly #hash: Hash = createHash('sha256');

  update(data: string | ArrayBufferView): this {
    this.#hash.update(data as string | Uint8Array);
    return this;
  }

  hex(): string {
    return this.#hash.digest('hex');
  }

  bytes(): Uint8Array {
    return this.#hash.digest();
  }
}
