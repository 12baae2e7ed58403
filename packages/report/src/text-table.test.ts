import { describe, expect, it } from 'vitest';
import { confusionTable } from './confusion-table.ts';
import { count, duration, mebibytes, percent } from './numbers.ts';
import { textTable } from './text-table.ts';

describe('textTable', () => {
  it('aligns words left, numbers right, and sets a footer apart', () => {
    const table = textTable(
      [{ title: 'layer' }, { title: 'parameters', align: 'right' }],
      [
        ['convolution_1', '250'],
        ['dense_1', '422,600'],
      ],
      { footer: ['total', '422,850'] },
    );
    expect(`\n${table}\n`).toBe(`
layer          parameters
─────────────  ──────────
convolution_1         250
dense_1           422,600
─────────────  ──────────
total             422,850
`);
  });
});

describe('confusionTable', () => {
  it('shows answers by true class, and the share found', () => {
    expect(
      `\n${confusionTable(
        ['cat', 'dog', 'owl'],
        [
          [9, 1, 0],
          [2, 8, 0],
          [0, 0, 0],
        ],
      )}\n`,
    ).toBe(`
true \\ answer  cat  dog  owl   found
─────────────  ───  ───  ───  ──────
cat              9    1    ·  90.0 %
dog              2    8    ·  80.0 %
owl              ·    ·    ·       -
`);
  });
});

describe('numbers', () => {
  it('says numbers as people read them', () => {
    expect(count(13_266_500)).toBe('13,266,500');
    expect(percent(0.98765)).toBe('98.77 %');
    expect(mebibytes(512 * 2 ** 20)).toBe('512 MiB');
    expect([4.21, 59.6, 200, 3900, Infinity].map(duration)).toEqual([
      '4.2 s',
      '1 min 0 s',
      '3 min 20 s',
      '1 h 5 min',
      '?',
    ]);
  });
});
