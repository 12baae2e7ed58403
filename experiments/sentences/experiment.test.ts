import { networkOf, strategyNames } from '@axiswise/experiment';
import { concatenationKind } from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import sentences from './experiment.ts';

const kim = { shape: [56, 1], classes: 2, vocabularySize: 18_767, vectorsWidth: 300 };

describe('sentences', () => {
  it('is Kim’s network at his sizes', () => {
    const { layers, totals } = networkOf(sentences, 'slide-time', kim, { width: 300 });
    const filters = 100 * 300 * (3 + 4 + 5) + 300;
    expect(totals.parameters).toBe(18_767 * 300 + filters + 2 * 300 + 2);
    expect(layers.find(concatenationKind.is)!.outputShape).toEqual([1, 1, 300]);
  });

  it('has the variants of Kim', () => {
    const embeddingOf = (vectors: string) =>
      networkOf(sentences, 'slide-time', kim, { vectors }).layers[0];
    expect(embeddingOf('static')).toMatchObject({ parameters: 0, outputShape: [56, 300, 1] });
    expect(embeddingOf('non-static').parameters).toBe(18_767 * 300);
    expect(embeddingOf('multichannel')).toMatchObject({
      parameters: 18_767 * 300,
      outputShape: [56, 300, 2],
    });
  });

  it('builds every strategy', () => {
    for (const strategy of strategyNames(sentences)) {
      const { layers } = networkOf(sentences, strategy, kim);
      expect(layers.at(-1)!.outputShape).toEqual([2]);
    }
  });

  it('has the same network with shuffled dimensions', () => {
    const of = (strategy: string) => networkOf(sentences, strategy, kim);
    for (const strategy of ['slide-time', 'slide-both', 'slide-embedding', 'span-both']) {
      expect(of(`${strategy}-shuffled`).totals).toEqual(of(strategy).totals);
      expect(of(`${strategy}-shuffled`).layers[0].output.axes[1].shuffled).toBe(true);
    }
  });

  it('counts words alone in the bag: 100 numbers a word, and a linear classifier of their mean', () => {
    const { totals } = networkOf(sentences, 'bag-of-words', kim);
    expect(totals.parameters).toBe(18_767 * 100 + 100 * 2 + 2);
  });
});
