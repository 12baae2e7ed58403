import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fetchFiles, verifyFiles } from '@axiswise/files';
import {
  type Behaviour,
  cutsAfter,
  inTurn,
  respondsWith,
  serve,
  wellBehaved,
} from '@axiswise/testing/file-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mnist } from './mnist.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

const shared = process.env['AXISWISE_DATA_DIR'] ?? '';
const absent = !existsSync(path.join(shared, 'mnist', 'train-images-idx3-ubyte.gz'));

/** Serves the real files at `/mnist/<file>`, behaving so for each of them. */
async function serveMnist(behaviour: Behaviour): Promise<string> {
  const server = await serve(new Uint8Array(0), (request, response) => {
    const file = path.join(shared, request.url ?? '');
    if (existsSync(file)) behaviour(request, response, readFileSync(file));
    else respondsWith(404)(request, response, new Uint8Array(0));
  });
  onTestFinished(() => server.close());
  return server.base;
}

describe.skipIf(absent)(
  `the real MNIST over the wire${absent ? ' (skipped: no mnist in $AXISWISE_DATA_DIR)' : ''}`,
  () => {
    it('is complete after an interrupted connection, and loads', async () => {
      const dataDir = temporaryFolder();
      const [{ path: first }] = mnist.files!;
      const partial = path.join(dataDir, 'mnist', `${first}.partial`);
      const cutOnce = inTurn(cutsAfter(3_000_000, partial), wellBehaved);
      const mirrorBase = await serveMnist(cutOnce);
      const lines: string[] = [];
      await fetchFiles(mnist, { dataDir, mirrorBase, onProgress: (line) => lines.push(line) });
      expect(lines.some((line) => line.startsWith('going on with'))).toBe(true);
      const folder = path.join(dataDir, 'mnist');
      expect(readdirSync(folder)).toEqual(readdirSync(path.join(shared, 'mnist')));
      for (const { ok, reason } of await verifyFiles(mnist, dataDir)) {
        expect(reason).toBe('');
        expect(ok).toBe(true);
      }
      const { splits } = await mnist.load({ dataDir, seed: 0 });
      expect([splits.train.length, splits.test.length]).toEqual([60_000, 10_000]);
    });

    it('is refused with one flipped bit, and leaves nothing behind', async () => {
      const dataDir = temporaryFolder();
      const mirrorBase = await serveMnist((request, response, body) => {
        const flipped = Buffer.from(body);
        flipped[flipped.length >> 1] ^= 1;
        wellBehaved(request, response, flipped);
      });
      await expect(fetchFiles(mnist, { dataDir, mirrorBase })).rejects.toThrow(
        /train-images-idx3-ubyte\.gz could not be downloaded \(.*(its gzip is damaged|has the sha256)/,
      );
      expect(readdirSync(path.join(dataDir, 'mnist'))).toEqual([]);
    });
  },
);

describe.skipIf(absent)(
  `the real MNIST${absent ? ' (skipped: no mnist in $AXISWISE_DATA_DIR)' : ''}`,
  () => {
    it('has the published counts, labels and pixels', async () => {
      const { splits, sha256 } = await mnist.load({ dataDir: shared, seed: 0 });
      const perClass = (given: Int32Array): number[] =>
        given.reduce(
          (counts, label) => counts.with(label, counts[label] + 1),
          Array<number>(10).fill(0),
        );
      expect(perClass(splits.train.labels)).toEqual([
        5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
      ]);
      expect(perClass(splits.test.labels)).toEqual([
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
      ]);
      expect([...splits.train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
      expect([...splits.test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
      // Of the unpacked files without their headers (16 and 8 bytes), in the order of loading:
      // for f in …; do gzip -dc $f | tail -c +17 (or +9); done | sha256sum
      expect(sha256).toBe('06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16');
      // Training pixels have a mean of 0.1307: the number everyone normalises with.
      const out = new Float32Array(784);
      let sum = 0;
      for (let i = 0; i < 60_000; i++) {
        await splits.train.gather([i], out);
        for (const value of out) sum += value;
      }
      expect(sum / (60_000 * 784)).toBeCloseTo(0.1307, 4);
    });
  },
);
