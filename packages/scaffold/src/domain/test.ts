import { type DomainText, typed } from './domain-text.ts';

/** The test of a new domain. */
export function testText(text: DomainText): string {
  const { extension, name, last, first } = text;
  return `import { networkOf, strategyNames } from '@axiswise/experiment';
import { describe, expect, it } from 'vitest';
import experiment from './experiment.${extension}';
import { classes, generated, shape } from './source.${extension}';

describe('${name}', () => {
  it('builds every strategy', () => {
    for (const strategy of strategyNames(experiment)) {
      const { layers } = networkOf(experiment, strategy, experiment.example);
      expect(layers[layers.length - 1].outputShape).toEqual([classes.length]);
    }
  });

${
  first
    ? `  it('spans ${first} and slides along ${last}', () => {
    const [convolution] = networkOf(experiment, 'slide-${last}', experiment.example).layers;
    expect(convolution.receptiveField).toEqual({ ${first}: 6, ${last}: 15 });
    expect(convolution.outputShape).toEqual([1, 50, 16]);
  });
`
    : `  it('slides along ${last}', () => {
    const [convolution] = networkOf(experiment, 'slide-${last}', experiment.example).layers;
    expect(convolution.receptiveField).toEqual({ ${last}: 15 });
    expect(convolution.outputShape).toEqual([50, 16]);
  });
`
}
  it('has examples that are the same for every run', async () => {
    const load = (seed${typed(text, ': number')}) =>
      generated.load({ dataDir: '.', seed, options: { train: '8', test: '4' } });
    const dataset = await load(0);
    expect(dataset.axes).toEqual(experiment.axes.names);
    expect(dataset.shape).toEqual(shape);
    expect([...dataset.splits.test.labels]).toEqual([0, 1, 2, 3]);
    expect((await load(1)).sha256).toBe(dataset.sha256);
  });
});
`;
}
