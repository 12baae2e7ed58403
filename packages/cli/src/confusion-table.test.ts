import { expect, it } from 'vitest';
import { confusionTable } from './confusion-table.ts';

it('counts predictions by true label, and gives the recall of each class', () => {
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
true \\ predicted  cat  dog  owl  recall
────────────────  ───  ───  ───  ──────
cat                 9    1    ·  90.0 %
dog                 2    8    ·  80.0 %
owl                 ·    ·    ·       -
`);
});
