import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultOf, temporaryFolder } from './axiswise.ts';
import { type DataList, mirror, mnistFiles } from './data-mirror.ts';

const real = path.join(process.env['AXISWISE_DATA_DIR'] ?? '', 'mnist');
const absent = !process.env['AXISWISE_DATA_DIR'] || !existsSync(path.join(real, mnistFiles[0]));

describe.skipIf(absent)(
  `axiswise data with the real MNIST${absent ? ' (skipped: no mnist in $AXISWISE_DATA_DIR)' : ''}`,
  () => {
    it('fetches over a connection that breaks, verifies, and mends what was damaged', async () => {
      const dataDir = path.join(temporaryFolder(), 'data');
      const { env, asked } = await mirror((url) =>
        readFileSync(path.join(real, path.posix.basename(url))),
      );
      const data = (action: string) =>
        resultOf<DataList>(['data', action, 'mnist', '--data-dir', dataDir], { env });
      const whole = [{ name: 'mnist', present: true, sha256ok: true, reason: '' }];

      expect((await data('fetch')).datasets).toMatchObject(whole);
      const [first, ...others] = mnistFiles.map((file) => `/mnist/${file}`);
      expect(asked[0]).toBe(first);
      expect(asked[1]).toMatch(new RegExp(`^${first} bytes=[1-9]\\d*-$`));
      expect(asked.slice(2)).toEqual(others);
      expect(readdirSync(path.join(dataDir, 'mnist')).sort()).toEqual([...mnistFiles].sort());
      expect((await data('verify')).datasets).toMatchObject(whole);

      // What is there and right is not downloaded again.
      asked.length = 0;
      await data('fetch');
      expect(asked).toEqual([]);

      const labels = path.join(dataDir, 'mnist', 't10k-labels-idx1-ubyte.gz');
      writeFileSync(labels, readFileSync(labels).subarray(0, -20));
      expect((await data('list')).datasets).toMatchObject([{ present: true, sha256ok: null }]);
      await expect(data('verify')).rejects.toThrow(
        /ended with 2:\n[^]*t10k-labels-idx1-ubyte\.gz: its gzip is damaged/,
      );
      expect((await data('fetch')).datasets).toMatchObject(whole);
      expect(asked).toEqual(['/mnist/t10k-labels-idx1-ubyte.gz']);

      const run = path.join(path.dirname(dataDir), 'run');
      const words = ['train', 'images', '--data', 'mnist', '--data-dir', dataDir];
      const small = ['--train-examples', '200', '--epochs', '1', '--strategy', 'linear'];
      expect(await resultOf([...words, ...small, '--run-dir', run])).toMatchObject({
        data: 'mnist',
        trainExamples: 200,
        testExamples: 10_000,
      });
    });
  },
);
