import type { ExperimentComparison } from '@axiswise/compare';
import { scoreOf } from '@axiswise/compare/comparison';
import { count, textTable } from '@axiswise/messages';
import { scoreWords } from './score-words.ts';
import { meanWords, predictionWords } from './sentences.ts';
import { tooLargeWords } from './shapes.ts';

/**
 * Writes the accuracy, or the score, of each strategy at each multiple of the budget, and what each claim is worth at the
 * sizes together; nothing where there is one size.
 */
export function scalesLines(experiment: ExperimentComparison): string[] {
  const { scales = [], strategies, budget, claims } = experiment;
  if (scales.length === 0) return [];
  const words = scoreWords(experiment);
  const what = budget.of === 'macs' ? 'multiply-adds' : 'parameters';
  const table = textTable(
    [
      { title: 'strategy' },
      ...scales.map(
        ({ scale, size }) =>
          ({ title: `× ${scale} (${count(size)} ${what})`, align: 'right' }) as const,
      ),
    ],
    strategies.map(({ name }) => [
      name,
      ...scales.map((each) => {
        const found = each.strategies.find((strategy) => strategy.name === name);
        return found ? meanWords(scoreOf(found), words) : '';
      }),
    ]),
  );
  const tooLarge = scales.flatMap(({ scale, strategies: sized }) => {
    const words = tooLargeWords(sized);
    return words === ''
      ? []
      : [`Larger than × ${scale}, since no layer may be narrower: ${words}.`];
  });
  const worth = claims.flatMap((claim) =>
    claim.atSizes ? [`${predictionWords(claim)}: ${claim.atSizes.words}.`] : [],
  );
  return [...table.split('\n'), ...tooLarge, ...worth];
}
