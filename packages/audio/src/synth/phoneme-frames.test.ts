import { allTargets, type Dataset, exampleName, type Split, unlabelled } from '@axiswise/data';
import { beforeAll, describe, expect, it } from 'vitest';
import { phonemeFrames } from './phoneme-frames.ts';
import { phonemes } from './phonemes.ts';
import { cutStretches } from './stretches.ts';

const options = { speakers: '2', utterances: '2' };
const context = { dataDir: '/nowhere', seed: 0, options };
const size = 64 * 64;

let small: Dataset;
beforeAll(async () => {
  small = await phonemeFrames.load(context);
});

describe('phoneme-frames', () => {
  it('has a phoneme for each of 64 frames, of other speakers in each split', () => {
    expect(small).toMatchObject({
      shape: [64, 64, 1],
      targets: { task: 'position-classification', axes: ['time'], shape: [64] },
    });
    expect(small.classes).toHaveLength(16);
    const speakers = (split: Split) => [...new Set(split.groups)].map(small.groupName!);
    expect(speakers(small.splits.train)).toEqual(['train 1', 'train 2']);
    expect(speakers(small.splits.validation!)).toEqual(['validation 1', 'validation 2']);
    expect(exampleName(small.splits.train, 0)).toBe('train 1, utterance 1, frame 0');
  });

  it('says of frames what phonemes says of the windows around them', async () => {
    const windows = (await phonemes.load(context)).splits.train;
    const labels = allTargets(small.splits.train);
    const starts = Array.from({ length: small.splits.train.length }, (_, i) =>
      exampleName(small.splits.train, i),
    );
    let compared = 0;
    const stretch = new Float32Array(size);
    const window = new Float32Array(64 * 15);
    for (let i = 0; i < windows.length; i++) {
      const [, utterance, number] = /^(.*), frame (\d+)$/.exec(exampleName(windows, i))!;
      const example = starts.findIndex((name) => {
        const [, same, first] = /^(.*), frame (\d+)$/.exec(name)!;
        const at = Number(number) - Number(first);
        return (
          same === utterance &&
          at >= 0 &&
          at < 64 &&
          labels[starts.indexOf(name) * 64 + at] !== unlabelled
        );
      });
      if (example < 0) continue;
      const at = Number(number) - Number(/frame (\d+)$/.exec(starts[example])![1]);
      expect(labels[example * 64 + at]).toBe(windows.labels[i]);
      await small.splits.train.gather([example], stretch);
      await windows.gather([i], window);
      // The frame itself is the middle one of the window.
      for (const band of [0, 31, 63]) expect(stretch[band * 64 + at]).toBe(window[band * 15 + 7]);
      compared++;
    }
    expect(compared).toBeGreaterThan(0.95 * windows.length);
  });

  it('counts each frame once, and none near a boundary', () => {
    const labels = allTargets(small.splits.train);
    const labelled = labels.filter((label) => label !== unlabelled).length;
    expect(labelled / labels.length).toBeGreaterThan(0.5);
    expect(labelled / labels.length).toBeLessThan(0.95);
  });

  it('refuses options of its own name', () => {
    const load = async (): Promise<Dataset> =>
      phonemeFrames.load({ ...context, options: { frames: '3' } });
    return expect(load()).rejects.toThrow("phoneme-frames has no option 'frames'");
  });
});

it('cuts a sound into stretches, the last of which ends with it', () => {
  const sound = { bands: 1, frames: 5, hopSeconds: 0.01, values: Float32Array.of(1, 2, 3, 4, 5) };
  const cut = (frames: number) =>
    cutStretches(sound, { frames }).map(({ first, from, values }) => [first, from, ...values]);
  expect(cut(2)).toEqual([[0, 0, 1, 2], [2, 2, 3, 4], [3, 4, 4, 5]]); // prettier-ignore
  expect(cut(7)).toEqual([[0, 0, 1, 2, 3, 4, 5, 5, 5]]);
});
