import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { InputError } from '@axiswise/messages';
import tar from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { cifar10, decodeCifar10, readCifar10 } from './cifar10.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

/** A record whose red, green and blue planes have one value each, except in the first pixel. */
function record(label: number, red: number, green: number, blue: number): Uint8Array {
  const bytes = new Uint8Array(3073);
  bytes[0] = label;
  bytes.fill(red, 1, 1025).fill(green, 1025, 2049).fill(blue, 2049, 3073);
  bytes[1] = 1;
  return bytes;
}

describe('decodeCifar10', () => {
  it('converts planes of colour to pixels of three channels', () => {
    const { images, labels } = decodeCifar10(
      Buffer.concat([record(3, 10, 20, 30), record(9, 40, 50, 60)]),
      'here',
    );
    expect([...labels]).toEqual([3, 9]);
    expect(images).toHaveLength(2 * 32 * 32 * 3);
    expect([...images.subarray(0, 6)]).toEqual([1, 20, 30, 10, 20, 30]);
    expect([...images.subarray(3069, 3078)]).toEqual([10, 20, 30, 1, 50, 60, 40, 50, 60]);
  });

  it('keeps rows in order: height before width', () => {
    const bytes = new Uint8Array(3073);
    // Green (second plane), row 2, column 5.
    bytes[1 + 1024 + 2 * 32 + 5] = 77;
    const { images } = decodeCifar10(bytes, 'here');
    expect(images[(2 * 32 + 5) * 3 + 1]).toBe(77);
    expect(images.reduce((sum, value) => sum + value, 0)).toBe(77);
  });

  it('refuses truncated or empty data, and another count', () => {
    const two = Buffer.concat([record(3, 1, 1, 1), record(9, 1, 1, 1)]);
    const decode = () => decodeCifar10(two.subarray(0, 6000), 'part');
    expect(decode).toThrow(InputError);
    expect(decode).toThrow(
      'part has 6000 bytes, but whole records of 3073 bytes are expected; it is cut off',
    );
    expect(() => decodeCifar10(new Uint8Array(0), 'part')).toThrow('part has 0 bytes');
    expect(() => decodeCifar10(two, 'part', 3)).toThrow(
      'part has 6146 bytes, but 3 records of 3073 bytes are 9219',
    );
  });

  it('refuses a label out of range, and says at which byte', () => {
    const bytes = Buffer.concat([record(9, 1, 1, 1), record(10, 1, 1, 1)]);
    expect(() => decodeCifar10(bytes, 'part')).toThrow(
      'part, byte 3073: label 10 is not one of 0 to 9',
    );
  });
});

describe('readCifar10', () => {
  const names = [1, 2, 3, 4, 5].map((part) => `data_batch_${part}.bin`).concat('test_batch.bin');
  /** Two records per part; the label is the number of the part, then 9; red counts the records. */
  const parts = new Map(
    names.map((name, i) => [
      name,
      Buffer.concat([record(i, 2 * i, 100, 200), record(9, 2 * i + 1, 100, 200)]),
    ]),
  );

  function lay(folder: string, content = parts): void {
    mkdirSync(folder, { recursive: true });
    for (const [name, bytes] of content) writeFileSync(path.join(folder, name), bytes);
  }

  /** An archive as published: a folder with the parts and two texts. */
  async function pack(content: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
    const archive = tar.pack();
    archive.entry({ name: 'cifar-10-batches-bin/', type: 'directory' });
    archive.entry({ name: 'cifar-10-batches-bin/readme.html' }, 'read me');
    for (const [name, bytes] of content) {
      archive.entry({ name: `cifar-10-batches-bin/${name}` }, Buffer.from(bytes));
    }
    archive.finalize();
    const chunks: Uint8Array[] = [];
    for await (const chunk of archive) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  }

  function layArchive(bytes: Uint8Array): { folder: string; file: string } {
    const folder = temporaryFolder();
    const file = path.join(folder, 'cifar-10-binary.tar.gz');
    writeFileSync(file, bytes);
    return { folder, file };
  }

  const read = (folder: string) => readCifar10(folder, { recordsPerPart: 2 });

  it('reads the published archive: five parts to train on, one to test on', async () => {
    const { folder } = layArchive(gzipSync(await pack(parts)));
    const lines: string[] = [];
    const data = await readCifar10(folder, {
      recordsPerPart: 2,
      onProgress: (line) => lines.push(line),
    });
    expect(lines).toEqual(['unpacking cifar-10-binary.tar.gz']);
    expect(data).toMatchObject({
      name: 'cifar-10',
      axes: ['height', 'width'],
      shape: [32, 32, 3],
      classes: expect.arrayContaining(['airplane', 'truck']) as unknown,
    });
    expect([...data.splits.train.labels]).toEqual([0, 9, 1, 9, 2, 9, 3, 9, 4, 9]);
    expect([...data.splits.test.labels]).toEqual([5, 9]);
    const out = new Float32Array(3072);
    await data.splits.train.gather([7], out);
    // The eighth record: red 7, but 1 in the first pixel.
    expect([...out.subarray(0, 6)]).toEqual(
      [1, 100, 200, 7, 100, 200].map((value) => Math.fround(value / 255)),
    );
  });

  it('reads the same from the unpacked files, in both usual places', async () => {
    const { folder: packed } = layArchive(gzipSync(await pack(parts)));
    const { sha256 } = await read(packed);
    const beside = temporaryFolder();
    lay(beside);
    expect((await read(beside)).sha256).toBe(sha256);
    const below = temporaryFolder();
    lay(path.join(below, 'cifar-10-batches-bin'));
    expect((await read(below)).sha256).toBe(sha256);
    const changed = Buffer.from(parts.get('test_batch.bin')!);
    changed[5] ^= 1;
    lay(beside, new Map([['test_batch.bin', changed]]));
    expect((await read(beside)).sha256).not.toBe(sha256);
  });

  it('says which file is missing, and how to get it', async () => {
    const empty = temporaryFolder();
    await expect(read(empty)).rejects.toThrow(InputError);
    await expect(read(empty)).rejects.toThrow(
      `${path.join(empty, 'cifar-10-binary.tar.gz')} is missing; get the data with: axiswise data fetch cifar-10`,
    );
    lay(empty);
    rmSync(path.join(empty, 'data_batch_4.bin'));
    await expect(read(empty)).rejects.toThrow(
      `${path.join(empty, 'data_batch_4.bin')} is missing beside the other parts`,
    );
    const five = new Map([...parts].filter(([name]) => name !== 'test_batch.bin'));
    const { folder, file } = layArchive(gzipSync(await pack(five)));
    await expect(read(folder)).rejects.toThrow(`${file} holds no test_batch.bin`);
  });

  it('refuses a truncated archive, packed or not, and other files', async () => {
    const whole = await pack(parts);
    const cutGzip = layArchive(gzipSync(whole).subarray(0, 300));
    await expect(read(cutGzip.folder)).rejects.toThrow(
      `${cutGzip.file}: its gzip is cut off, at packed byte 300`,
    );
    const cutTar = layArchive(gzipSync(whole.subarray(0, 20_000)));
    await expect(read(cutTar.folder)).rejects.toThrow(InputError);
    await expect(read(cutTar.folder)).rejects.toThrow(
      `${cutTar.file} is not a whole tar archive (`,
    );
    const page = layArchive(Buffer.from('<html>not found</html>'.repeat(50)));
    await expect(read(page.folder)).rejects.toThrow(`${page.file} is not a whole tar archive (`);
  });

  it('names archive, part and byte of a wrong record', async () => {
    const bad = new Map(parts).set('data_batch_2.bin', Buffer.from(parts.get('data_batch_2.bin')!));
    bad.get('data_batch_2.bin')![3073] = 200;
    const { folder, file } = layArchive(gzipSync(await pack(bad)));
    await expect(read(folder)).rejects.toThrow(
      `${file} (cifar-10-batches-bin/data_batch_2.bin), byte 3073: label 200 is not one of 0 to 9`,
    );
  });

  it('expects 10,000 records per part by default', async () => {
    const dataDir = temporaryFolder();
    const folder = path.join(dataDir, 'cifar-10');
    lay(folder);
    await expect(cifar10.load({ dataDir, seed: 0 })).rejects.toThrow(
      `${path.join(folder, 'data_batch_1.bin')} has 6146 bytes, but 10000 records of 3073 bytes are 30730000`,
    );
    await expect(
      (async () => cifar10.load({ dataDir, seed: 0, options: { size: '8x8' } }))(),
    ).rejects.toThrow("cifar-10 has no option 'size'; it takes none");
  });
});
