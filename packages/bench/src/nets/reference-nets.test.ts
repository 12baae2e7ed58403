import { describe, expect, it } from 'vitest';
import { multiplyAdds } from '../multiply-adds.ts';
import { referenceNetNamed, referenceNets } from './index.ts';

/** By hand, layer by layer, forwards: the first layer first. */
const forward = {
  image: [26 * 26 * 25 * 9, 11 * 11 * 50 * 9 * 25, 1250 * 100, 100 * 10],
  // 40 − 8 + 1 = 33 places along frequency, 11 when pooled by 3.
  spectrogram: [33 * 64 * 8 * 51, 11 * 64 * 128, 128 * 10],
  // 56 − 3 + 1 = 54 places of three words, and so on.
  sentence: [54 * 100 * 3 * 300, 53 * 100 * 4 * 300, 52 * 100 * 5 * 300, 300 * 2],
  board: [361 * 64 * 9 * 48, ...Array<number>(4).fill(361 * 64 * 9 * 64), 361 * 9 * 64],
  // 12 − 2 = 10 frames of 14×14 places, of which pooling leaves 7×7; then 8 of 5×5.
  video: [10 * 14 * 14 * 16 * 27, 8 * 5 * 5 * 32 * 27 * 16, 32 * 32, 32 * 8],
};
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe.each([
  {
    name: 'image',
    shape: [28, 28, 1],
    batchSize: 128,
    classes: 10,
    parameters: 25 * 10 + 50 * (9 * 25 + 1) + 1251 * 100 + 101 * 10,
    // Nobody asks for the gradient of the pixels.
    training: 3 * sum(forward.image) - forward.image[0],
  },
  {
    name: 'spectrogram',
    shape: [40, 51, 1],
    batchSize: 128,
    classes: 10,
    parameters: 64 * (8 * 51 + 1) + 705 * 128 + 129 * 10,
    training: 3 * sum(forward.spectrogram) - forward.spectrogram[0],
  },
  {
    name: 'sentence',
    shape: [56, 1],
    batchSize: 50,
    classes: 2,
    parameters: 18_000 * 300 + 100 * (3 + 4 + 5) * 300 + 300 + 301 * 2,
    // The vectors before the filters are trained.
    training: 3 * sum(forward.sentence),
  },
  {
    name: 'board',
    shape: [19, 19, 48],
    batchSize: 64,
    classes: 361,
    parameters: 64 * (9 * 48 + 1) + 4 * 64 * (9 * 64 + 1) + 9 * 64 + 1,
    training: 3 * sum(forward.board) - forward.board[0],
  },
  {
    name: 'video',
    shape: [12, 16, 16, 1],
    batchSize: 64,
    classes: 8,
    parameters: 16 * 28 + 32 * (27 * 16 + 1) + 33 * 32 + 33 * 8,
    training: 3 * sum(forward.video) - forward.video[0],
  },
] as const)(
  'the reference network $name',
  ({ name, shape, batchSize, classes, parameters, training }) => {
    const net = referenceNetNamed(name);

    it('has the shapes and the parameters that its domain says', () => {
      expect(net).toMatchObject({ shape, batchSize, classes });
      expect(net.geometry.totals.parameters).toBe(parameters);
    });

    it('needs as many multiply-adds as counted by hand', () => {
      expect(multiplyAdds(net.geometry)).toEqual({ inference: sum(forward[name]), training });
    });
  },
);

it('says which networks there are', () => {
  expect(referenceNets.map(({ name }) => name)).toEqual(Object.keys(forward));
  expect(() => referenceNetNamed('imag')).toThrow(/there is no net "imag"; did you mean "image"\?/);
});
