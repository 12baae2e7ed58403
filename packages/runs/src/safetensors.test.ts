import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

const arrays = new Map([
  ['weights/a', { shape: [2, 2], values: Float32Array.of(1, -2.5, 3, 1e-30) }],
  ['weights/scalar', { shape: [], values: Float32Array.of(7) }],
  ['weights/empty', { shape: [0], values: new Float32Array(0) }],
]);

describe('safetensors', () => {
  it('reads back what it wrote, to the last bit', () => {
    const read = decodeSafetensors(encodeSafetensors(arrays, { progress: '{"step":3}' }));
    expect(read.arrays).toEqual(arrays);
    expect(read.metadata['progress']).toBe('{"step":3}');
  });

  it('follows the format: header length, JSON with offsets, then the numbers', () => {
    const bytes = Buffer.from(encodeSafetensors(arrays, {}));
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
    expect(header['weights/scalar']).toEqual({ dtype: 'F32', shape: [], data_offsets: [16, 20] });
    expect(bytes.readFloatLE(8 + length + 4)).toBe(-2.5);
    expect(bytes.length).toBe(8 + length + 20);
  });

  it('notices every single damaged or missing byte', () => {
    const whole = encodeSafetensors(arrays, { progress: '{}' });
    for (let cut = 0; cut < whole.length; cut++) {
      expect(() => decodeSafetensors(whole.subarray(0, cut))).toThrow();
    }
    for (let at = 0; at < whole.length; at++) {
      const damaged = Uint8Array.from(whole);
      damaged[at] ^= 1;
      expect(() => decodeSafetensors(damaged), `byte ${at}`).toThrow();
    }
  });

  it('covers names and shapes by its checksum, not numbers alone', () => {
    const text = Buffer.from(encodeSafetensors(arrays, {})).toString('latin1');
    for (const [written, damaged] of [
      ['weights/a', 'weights/b'],
      ['[2,2]', '[4,1]'],
    ]) {
      const changed = Buffer.from(text.replace(written, damaged), 'latin1');
      expect(() => decodeSafetensors(changed)).toThrow('the file does not match its checksum');
    }
  });
});
