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
      const cutOnce = inTurn(cutsAfter(3_000_000), wellBehaved);
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
