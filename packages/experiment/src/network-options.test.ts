import { describe, expect, it } from 'vitest';
import { optionValues } from './network-options.ts';

describe('options that need not be integers', () => {
  const dropout = { describe: 'rate', default: 0.5, integer: false, below: 1 };

  it('takes a number or its word within the range', () => {
    expect(optionValues({ dropout })).toEqual({ dropout: 0.5 });
    expect(optionValues({ dropout }, { dropout: '.25' })).toEqual({ dropout: 0.25 });
    expect(optionValues({ dropout }, { dropout: 0 })).toEqual({ dropout: 0 });
  });

  it.each([
    [1, 'dropout must be a number from 0 to below 1, got 1'],
    ['-0.1', "dropout must be a number from 0 to below 1, got '-0.1'"],
    ['much', "dropout must be a number from 0 to below 1, got 'much'"],
  ])('refuses %s', (value, message) => {
    expect(() => optionValues({ dropout }, { dropout: value })).toThrow(message);
  });
});

const declared = {
  filters: { describe: 'filters of each layer', default: 64, to: 256 },
  vectors: { describe: 'where they come from', default: 'rand', choices: ['rand', 'static'] },
};

describe('optionValues', () => {
  it('fills in what is left out', () => {
    expect(optionValues(declared)).toEqual({ filters: 64, vectors: 'rand' });
    expect(optionValues(declared, { filters: 192 })).toEqual({ filters: 192, vectors: 'rand' });
    expect(optionValues(declared, { filters: '8', vectors: 'static' })).toEqual({
      filters: 8,
      vectors: 'static',
    });
    expect(optionValues()).toEqual({});
  });

  it.each([
    [{ filters: 257 }, 'filters must be an integer from 1 to 256, got 257'],
    [{ filters: '1.5' }, 'filters must be an integer from 1 to 256, got 1.5'],
    [{ filters: 0 }, 'filters must be an integer from 1 to 256, got 0'],
    [{ vectors: 'glove' }, "vectors must be rand or static, got 'glove'"],
    [{ filter: 3 }, 'there is no option "filter"; did you mean "filters"?'],
  ])('refuses %j', (given, message) => {
    expect(() => optionValues(declared, given)).toThrow(message);
  });
});
