import { expect, it } from 'vitest';
import { textTable } from './text-table.ts';

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
