import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tygem } from './tygem.ts';

const dataDir = process.env['AXISWISE_DATA_DIR'] ?? '';
const absent = !existsSync(path.join(dataDir, 'sgf', 'tygem-9d'));

describe.skipIf(absent)(
  `tygem-9d${absent ? ' (skipped: no sgf/tygem-9d in $AXISWISE_DATA_DIR)' : ''}`,
  () => {
    it('has 5,000 games, one of them twice, all legal to the last move', async () => {
      const lines: string[] = [];
      const { splits } = await tygem.load({
        dataDir,
        seed: 0,
        onProgress: (line) => lines.push(line),
      });
      const said = lines.filter((line) => !line.startsWith('read'));
      expect(said[0]).toMatch(
        /^skipped 1 game: \S+889015830\.sgf is the same game as \S+890251567\.sgf$/,
      );
      expect(said[1]).toBe('4,999 games: 4399 for training, 100 for validation, 500 for test');
      expect(splits.train.length).toBe(tygem.records!.train);
      expect(splits.validation!.length).toBe(20_738);
      expect(splits.test.length).toBe(tygem.records!.test);
    });
  },
);
