import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fsdd } from './fsdd.ts';

const dataDir = process.env['AXISWISE_DATA_DIR'] ?? '';
const absent = !existsSync(path.join(dataDir, 'fsdd', 'recordings'));

describe.skipIf(absent)(
  `the real FSDD${absent ? ' (skipped: no fsdd in $AXISWISE_DATA_DIR)' : ''}`,
  () => {
    it('has 3,000 recordings, 300 of them for test, each digit equally often', async () => {
      const lines: string[] = [];
      const dataset = await fsdd.load({
        dataDir,
        seed: 0,
        onProgress: (line) => lines.push(line),
      });
      expect(lines.filter((line) => !line.startsWith('read '))).toEqual([]);
      const { train, test } = dataset.splits;
      expect(dataset.shape).toEqual([40, 50, 1]);
      for (const [split, each] of [
        [train, 270],
        [test, 30],
      ] as const) {
        const counts = dataset.classes.map(
          (_, label) => split.labels.filter((other) => other === label).length,
        );
        expect(counts).toEqual(Array<number>(10).fill(each));
      }
      const out = new Float32Array(test.length * 2000);
      await test.gather(
        test.labels.map((_, i) => i),
        out,
      );
      expect(out.every(Number.isFinite)).toBe(true);
    });
  },
);
