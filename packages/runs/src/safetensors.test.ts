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
    const damaged = Uint8Array.from(whole);
    damaged[whole.length - 5] ^= 1;
    expect(() => decodeSafetensors(damaged)).toThrow(/do not match their checksum/);
  });
});
