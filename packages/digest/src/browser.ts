import { sha256 as begin } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Sha256 } from './sha256.ts';

export type { Sha256 };

/** Begins a SHA-256. */
export const sha256 = (): Sha256 => new ScriptSha256();

class ScriptSha256 implements Sha256 {
  readonly #hash = begin.create();

  update(data: string | ArrayBufferView): this {
    this.#hash.update(
      typeof data === 'string'
        ? new TextEncoder().encode(data)
        : new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    );
    return this;
  }

  hex(): string {
    return bytesToHex(this.bytes());
  }

  bytes(): Uint8Array {
    return this.#hash.digest();
  }
}
