import { InputError } from '@axiswise/messages';
import { type Dataset, exampleName, type Split } from '@axiswise/data';
import { beforeAll, describe, expect, it } from 'vitest';
import { castSpeakers, phonemes } from './phonemes.ts';

const context = { dataDir: '/nowhere', seed: 0 };
const SIZE = 64 * 15;

function inputsOf(split: Split, count = split.length): Float32Array {
  const out = new Float32Array(count * SIZE);
  void split.gather(
    Uint32Array.from({ length: count }, (_, i) => i),
    out,
  );
  return out;
}

let small: Dataset;
beforeAll(async () => {
  small = await phonemes.load({ ...context, options: { speakers: '2', utterances: '2' } });
});

describe('phonemes', () => {
  it('has speakers as groups, other ones in each split, and names frames', () => {
    const { train, validation, test } = small.splits;
    const speakers = (split: Split) => [...new Set(split.groups)].map(small.groupName!);
    expect(speakers(train)).toEqual(['train 1', 'train 2']);
    expect(speakers(validation!)).toEqual(['validation 1', 'validation 2']);
    expect(speakers(test)).toEqual(Array.from({ length: 40 }, (_, i) => `test ${i + 1}`));
    const names = Array.from(train.labels, (_, i) => exampleName(train, i));
    expect(names[0]).toMatch(/^train 1, utterance 1, frame \d+$/);
    expect(names.at(-1)).toMatch(/^train 2, utterance 2, frame \d+$/);
    expect(new Set(names).size).toBe(train.length);
  });

  it('has windows of 64 bands × 15 frames in 16 classes', () => {
    expect(small.axes).toEqual(['frequency', 'time']);
    expect(small.shape).toEqual([64, 15, 1]);
    expect(small.classes.join(' ')).toBe('sil iy ih eh ae aa ao uw er m n l s sh t k');
    expect(small.encoding).toMatchObject({ kind: 'frames', bands: 64, windowFrames: 15 });
  });

  it('gives the same data on every machine', () => {
    // This changes only when the speech changes; earlier results are of other data then.
    expect(small.sha256).toBe('b8e6b4e63d8813b0c7ff7ce6519190713d748566681b6890ce6981bfbc569d08');
  });

  it('is the same in every run, and a smaller set begins a larger one', async () => {
    const options = { speakers: '2', utterances: '1' };
    const [one, again] = await Promise.all([
      phonemes.load({ ...context, options }),
      phonemes.load({ ...context, seed: 9, options }),
    ]);
    expect(again.sha256).toBe(one.sha256);
    expect(one.sha256).not.toBe(small.sha256);
    const first = inputsOf(one.splits.train, 50);
    expect(inputsOf(again.splits.train, 50)).toEqual(first);
    expect(inputsOf(small.splits.train, 50)).toEqual(first);
  });

  it('has finite values of mean about 0 and variance about 1', () => {
    for (const split of Object.values(small.splits) as Split[]) {
      const inputs = inputsOf(split);
      expect(inputs.every(Number.isFinite)).toBe(true);
      const mean = inputs.reduce((sum, value) => sum + value, 0) / inputs.length;
      const variance = inputs.reduce((sum, value) => sum + value * value, 0) / inputs.length;
      expect(Math.abs(mean)).toBeLessThan(0.2);
      expect(variance).toBeGreaterThan(0.7);
      expect(variance).toBeLessThan(1.3);
    }
  });

  it('has labels that fit the sound: the centre of silence is the quietest of all', () => {
    const { train } = small.splits;
    const inputs = inputsOf(train);
    const loudness = small.classes.map((_, label) => {
      let sum = 0;
      let count = 0;
      train.labels.forEach((each, i) => {
        if (each !== label) return;
        for (let band = 0; band < 64; band++) sum += inputs[i * SIZE + band * 15 + 7];
        count += 64;
      });
      return sum / count;
    });
    expect(loudness.indexOf(Math.min(...loudness))).toBe(0);
  });

  it('has different speakers in each split, of other tract lengths', () => {
    const parts = ['train', 'validation', 'test'] as const;
    const all = parts.flatMap((part) => castSpeakers(part));
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(new Set(all.map(({ f0Hz }) => f0Hz)).size).toBe(all.length);
    const trained = castSpeakers('train').map(({ vocalTractLengthCm }) => vocalTractLengthCm);
    const tested = castSpeakers('test').map(({ vocalTractLengthCm }) => vocalTractLengthCm);
    expect(Math.max(...tested)).toBeGreaterThan(Math.max(...trained));
    expect(Math.min(...tested)).toBeLessThan(Math.min(...trained));
    for (const each of tested) {
      for (const other of trained) expect(Math.abs(each - other)).toBeGreaterThan(0.2);
    }
  });

  it('has as many test utterances of more speakers', async () => {
    const options = { speakers: '1', utterances: '4', testSpeakers: '16' };
    const dataset = await phonemes.load({ ...context, options });
    const { test } = dataset.splits;
    expect(new Set(test.groups).size).toBe(16);
    expect([...new Set(test.groups)].map(dataset.groupName!).at(-1)).toBe('test 16');
    const names = Array.from(test.labels, (_, i) => exampleName(test, i));
    // Eight would say two each.
    expect(names.every((name) => name.includes(', utterance 1, '))).toBe(true);
  });

  it.each([
    [{ speaker: '3' }, /no option 'speaker'; it takes speakers=6 and utterances=/],
    [{ speakers: '0' }, /speakers must be an integer from 1 to 200, got '0'/],
    [{ utterances: '1.5' }, /utterances must be an integer .* got '1.5'/],
    [{ utterances: '' }, /got ''/],
  ])('refuses the options %j', async (options: Record<string, string>, message) => {
    const load = async (): Promise<Dataset> => phonemes.load({ ...context, options });
    await expect(load()).rejects.toThrow(InputError);
    await expect(load()).rejects.toThrow(message);
  });
});
