import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rtPolarity } from './rt-polarity.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

describe('rtPolarity', () => {
  it('says how to get missing files', async () => {
    await expect(rtPolarity.load({ dataDir: '/nowhere', seed: 0 })).rejects.toThrow(
      /^\/nowhere\/rt-polarity\/rt-polarity.neg is missing; get the data with: axiswise data fetch rt-polarity/,
    );
  });

  it('reads other files of these names, and says that results cannot be compared', async () => {
    const folder = path.join(temporaryFolder(), 'rt-polarity');
    mkdirSync(folder);
    const write = (file: string, word: string): void =>
      writeFileSync(
        path.join(folder, file),
        Array.from({ length: 10 }, (_, i) => `${word} ${i} \x85 film\n`).join(''),
        'latin1',
      );
    write('rt-polarity.neg', 'bad');
    write('rt-polarity.pos', 'good');
    const said: string[] = [];
    const dataset = await rtPolarity.load({
      dataDir: path.dirname(folder),
      seed: 0,
      onProgress: (line) => said.push(line),
    });
    expect([dataset.splits.train.length, dataset.splits.test.length]).toEqual([18, 2]);
    expect(dataset.shape).toEqual([3, 1]);
    expect(said[0]).toMatch(
      /rt-polarity.neg has 10 sentences, but rt-polarity has 5331; results cannot/,
    );
  });
});
