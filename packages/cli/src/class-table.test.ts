import { expect, it } from 'vitest';
import { classTable } from './class-table.ts';

it('shows precision, recall and F1 of each class, and a dash where there is nothing to divide by', () => {
  const owl = { class: 'owl', examples: 0, predicted: 0, precision: 0, recall: 0, f1: 0 };
  expect(
    `\n${classTable([
      { class: 'cat', examples: 1200, predicted: 1000, precision: 0.9, recall: 0.75, f1: 0.818 },
      { class: 'dog', examples: 4, predicted: 0, precision: 0, recall: 0, f1: 0 },
      owl,
    ])}\n`,
  ).toBe(`
class  examples  precision  recall      F1
─────  ────────  ─────────  ──────  ──────
cat       1,200     90.0 %  75.0 %  81.8 %
dog           4          -   0.0 %   0.0 %
owl           0          -       -       -
`);
});
