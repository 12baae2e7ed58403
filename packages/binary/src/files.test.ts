import { unzipSync } from 'fflate';
import h5wasm from 'h5wasm';
import { describe, expect, it } from 'vitest';
import { hdf5 } from './hdf5.ts';
import { npy, npz } from './npy.ts';
import { zip } from './zip.ts';

describe('zip', () => {
  it('is read by another library, with names in UTF-8', () => {
    const files = new Map([
      ['größe/ü.txt', Buffer.from('hello')],
      ['empty', new Uint8Array()],
    ]);
    const read = unzipSync(zip(files));
    expect(Object.keys(read)).toEqual(['größe/ü.txt', 'empty']);
    expect(Buffer.from(read['größe/ü.txt']).toString()).toBe('hello');
    expect(read['empty']).toHaveLength(0);
  });

  it('gives the same bytes whenever it is written', () => {
    const files = new Map([['a', Buffer.from('1')]]);
    expect(zip(files)).toEqual(zip(files));
  });
});

describe('npy', () => {
  it('has a header of 64 bytes or a multiple, then the numbers', () => {
    const bytes = Buffer.from(npy({ shape: [2], values: Float32Array.of(1, -2) }));
    expect(bytes).toHaveLength(128 + 8);
    expect(bytes.toString('latin1', 1, 6)).toBe('NUMPY');
    expect(bytes.toString('latin1', 10, 128)).toMatch(
      /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2,\), \} *\n$/,
    );
    expect([bytes.readFloatLE(128), bytes.readFloatLE(132)]).toEqual([1, -2]);
  });

  it('is packed by name', () => {
    const read = unzipSync(npz(new Map([['a.b', { shape: [], values: Float32Array.of(3) }]])));
    expect(Object.keys(read)).toEqual(['a.b.npy']);
  });
});

describe('hdf5', () => {
  it('is read by the HDF5 library: groups, shapes and numbers', async () => {
    const { FS } = await h5wasm.ready;
    const many = Object.fromEntries(
      Array.from({ length: 70 }, (_, i) => [
        `layer_${i}`,
        { vars: { 0: { shape: [1], values: Float32Array.of(i) } } },
      ]),
    );
    const matrix = { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 0.1) };
    FS.writeFile('a.h5', hdf5({ layers: many, vars: {}, matrix, empty: { none: {} } }));
    const file = new h5wasm.File('a.h5', 'r');
    expect(file.keys()).toEqual(['empty', 'layers', 'matrix', 'vars']);
    const read = file.get('matrix') as InstanceType<typeof h5wasm.Dataset>;
    expect(read.shape).toEqual([2, 3]);
    expect(read.dtype).toBe('<f');
    expect(read.value).toEqual(matrix.values);
    expect((file.get('layers') as InstanceType<typeof h5wasm.Group>).keys()).toHaveLength(70);
    for (let i = 0; i < 70; i++) {
      const one = file.get(`layers/layer_${i}/vars/0`) as InstanceType<typeof h5wasm.Dataset>;
      expect(one.value).toEqual(Float32Array.of(i));
    }
    expect((file.get('vars') as InstanceType<typeof h5wasm.Group>).keys()).toEqual([]);
    file.close();
  });
});
