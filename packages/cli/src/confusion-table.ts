import { count, percent, textTable } from '@axiswise/messages';

/**
 * Writes a confusion matrix for a terminal: a row for each true label, a column for each predicted one,
 * and the recall of each class.
 *
 * @param confusion `confusion[label][predicted]`, counts.
 */
export function confusionTable(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
): string {
  return textTable(
    [
      { title: 'true \\ predicted' },
      ...classes.map((title) => ({ title, align: 'right' as const })),
      { title: 'recall', align: 'right' },
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
