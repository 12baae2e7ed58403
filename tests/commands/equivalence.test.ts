import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

describe('equivalence', () => {
  it("proves the lecture's first layer, and draws its matrix", async () => {
    const picture = path.join(folder, 'matrix.png');
    const layer = ['--layer', 'convolution_1'];
    const words = ['equivalence', 'images', ...layer, '--picture', picture];
    const result = await resultOf<Record<string, number | boolean>>(words);
    expect(result).toMatchObject({
      experiment: 'images',
      strategy: 'slide-both',
      equal: true,
      denseParameters: 13_266_500,
      connections: 169_000,
      sharedParameters: 250,
      picture,
    });
    for (const key of ['maxForwardDifference', 'maxGradientDifference', 'maxStepDifference']) {
      expect(result[key], key).toBeLessThan(1e-5);
    }
    expect([...readFileSync(picture).subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
  });

  it('says in words what summing, averaging and pooling are', async () => {
    const { code, stdout } = await axiswise(['equivalence', 'images']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'a dense layer from 784 to 16,900 numbers would have 13,266,500 weights; this keeps 169,000 ' +
        'connections, of which 250 distinct',
    );
    expect(stdout).toContain('a step 1/676 as long (0.00148)');
    expect(stdout).toContain('4,225 units, each the largest of 4 linear ones');
    expect(stdout).toContain('equal: no difference above 0.00001');
  });

  it('says at how many positions a layer too large for all was compared', async () => {
    const words = ['equivalence', 'board', '--filters', '192', '--layer', 'convolution_2'];
    const { layers } = await resultOf<{ layers: Record<string, number>[] }>(words);
    expect(layers[0]).toMatchObject({ positions: 361, denseParameters: 69_313 * 69_312 });
    expect(layers[0].positionsChecked).toBeLessThan(361);
  });

  it('refuses in a sentence what has no convolution, a layer that is not there, another format', async () => {
    const refused: [words: string[], sentence: string][] = [
      [
        ['--strategy', 'linear'],
        'the strategy "linear" of images has no convolution to compare with a dense layer (its layers: ' +
          'flatten_1, dense_1); choose one of: slide-both, no-pooling, slide-height',
      ],
      [
        ['--layer', 'convolution_9'],
        'there is no layer "convolution_9"; there are: convolution_1, pooling_1, convolution_2, pooling_2',
      ],
      [['--picture', 'matrix.gif'], '--picture must name a .png or .svg file, got matrix.gif'],
    ];
    for (const [words, sentence] of refused) {
      const { code, stdout, stderr } = await axiswise(['equivalence', 'images', ...words]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(sentence);
    }
  });
});

it('explain shows the dense layer beside each convolution', async () => {
  const { layers } = await resultOf<{ layers: Record<string, unknown>[] }>(['explain', 'images']);
  expect(layers[0]).toMatchObject({
    name: 'convolution_1',
    parameters: 250,
    denseParameters: 13_266_500,
    connections: 169_000,
  });
});
