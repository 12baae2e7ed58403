import { count, percent } from './numbers.ts';
import { textTable } from './text-table.ts';

/**
 * A confusion matrix: a row for each true class, a column for each answer, and how much of the class
 * was found.
 *
 * @param confusion `confusion[label][predicted]`, counts.
 */
export function confusionTable(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
): string {
  return textTable(
    [
      { title: 'true \\ answer' },
      ...classes.map((title) => ({ title, align: 'right' as const })),
      { title: 'found', align: 'right' },
    ],
    classes.map((name, label) => {
      const row = confusion[label];
      const total = row.reduce((sum, n) => sum + n, 0);
      return [
        name,
        ...row.map((n) => (n === 0 ? '·' : count(n))),
        total === 0 ? '-' : percent(row[label] / total, 1),
      ];
    }),
  );
}
