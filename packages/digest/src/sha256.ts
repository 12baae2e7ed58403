/** A SHA-256 of bytes that come piece by piece. */
export interface Sha256 {
  /** @param data text as UTF-8, or the bytes of numbers as they lie in memory. */
  update(data: string | ArrayBufferView): this;
  /** Ends it: 64 hexadecimal digits. */
  hex(): string;
  /** Ends it: 32 bytes. */
  bytes(): Uint8Array;
}
