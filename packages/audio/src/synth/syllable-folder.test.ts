import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { readWavFile } from '../wav-file.ts';
import { writeSyllableFolder } from './syllable-folder.ts';

describe('writeSyllableFolder', () => {
  it('writes a folder per word of readable WAV files, all different', async () => {
    const folder = temporaryFolder();
    const files = await writeSyllableFolder(folder, { filesPerWord: 2, words: ['see', 'cat'] });
    expect(files.map((file) => path.relative(folder, file).split(path.sep).join('/'))).toEqual([
      'see/1.wav',
      'see/2.wav',
      'cat/1.wav',
      'cat/2.wav',
    ]);
    const lengths = new Set<number>();
    for (const file of files) {
      const { sampleRateHz, samples, durationSeconds } = await readWavFile(file);
      expect(sampleRateHz).toBe(16_000);
      expect(durationSeconds).toBeGreaterThan(0.4);
      expect(durationSeconds).toBeLessThan(1);
      expect(Math.max(...samples)).toBeGreaterThan(0.02);
      lengths.add(samples.length);
    }
    expect(lengths.size).toBe(4);
  });

  it('writes the same files from the same seed', async () => {
    const write = async (seed: number): Promise<Buffer> => {
      const options = { filesPerWord: 1, words: ['ma'], seed };
      const [file] = await writeSyllableFolder(temporaryFolder(), options);
      return readFile(file);
    };
    expect(await write(1)).toEqual(await write(1));
    expect(await write(1)).not.toEqual(await write(2));
  });

  it('refuses unknown words and invalid counts', async () => {
    const folder = temporaryFolder();
    const writing = writeSyllableFolder(folder, { filesPerWord: 1, words: ['see', 'sea'] });
    await expect(writing).rejects.toThrow(/"sea" is none of the words .* see, she/);
    await expect(writeSyllableFolder(folder, { filesPerWord: 0 })).rejects.toThrow(InputError);
  });
});
