import { describe, expect, it } from 'vitest';
import { configurationDifferences, type RunConfiguration } from './run-configuration.ts';

const configuration = (options: RunConfiguration['options']): RunConfiguration =>
  ({
    experiment: 'images',
    seed: 0,
    layers: ['dense_1 [2]'],
    options,
  }) as unknown as RunConfiguration;

describe('an option that was declared after a run was trained', () => {
  const declared = {
    filters: { describe: 'filters', default: 8 },
    dropout: { describe: 'rate', default: 0.4, integer: false, below: 1 },
  };
  const before = configuration({ filters: 16 });

  it('had its default in it', () => {
    const asked = configuration({ filters: 16, dropout: 0.4 });
    expect(configurationDifferences(before, asked, declared)).toEqual([]);
  });

  it('makes another run with another value', () => {
    const asked = configuration({ filters: 16, dropout: 0.1 });
    expect(configurationDifferences(before, asked, declared)).toEqual([
      { at: 'options.dropout', recorded: 0.4, asked: 0.1 },
    ]);
  });
});
