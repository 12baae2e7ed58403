import type { ComparedPair } from '@axiswise/compare';
import { decimal, probability } from '@axiswise/messages';
import { html, type Markup } from '../markup.ts';
import { type Numbering, table } from '../page/elements.ts';
import { capital } from './capital.ts';
import { scoreWords } from './score-words.ts';
import type { Scored } from './scored.ts';

/**
 * The table of every two strategies; null where there is one.
 *
 * @param words.tuned says how they were tuned, as the beginning of the caption.
 * @param words.pairs says for how many pairs p-values are corrected.
 */
export const pairsTable = (
  numbering: Numbering,
  experiment: Pick<Scored, 'pairs' | 'task'>,
  {
    tuned = '',
    pairs = 'the number of pairs',
  }: { readonly tuned?: string; readonly pairs?: string } = {},
): Markup | null => {
  const words = scoreWords(experiment);
  return experiment.pairs.length === 0
    ? null
    : table({
        number: numbering.table(),
        caption:
          `${tuned === '' ? capital(words.name) : `${tuned}: ${words.name}`} of the first minus that of the second` +
          `${words.differenceUnit && ` in ${words.differenceUnit}`}, on the same seeds and test examples; p of a permutation test, without and with ` +
          `Holm’s correction for ${pairs}.`,
        columns: [
          { title: 'Pair' },
          { title: 'Difference', kind: 'number' },
          { title: '95 % interval', kind: 'number' },
          { title: 'p', kind: 'number' },
          { title: 'p (Holm)', kind: 'number' },
          { title: 'Effect size', kind: 'number' },
          { title: 'Seeds', kind: 'number' },
          { title: 'Verdict', kind: 'words' },
        ],
        groups: [
          experiment.pairs.map((pair) => {
            const { a, b, difference, low, high, p, pHolm, effectSize, verdict } = pair;
            return [
              html`${a}<br />− ${b}`,
              words.difference(difference, low, high),
              words.differenceInterval(low, high),
              p === null ? '' : probability(p),
              pHolm === null ? '' : probability(pHolm),
              effectSize === null || !Number.isFinite(effectSize) ? '' : decimal(effectSize),
              seedsOf(pair),
              verdict,
            ];
          }),
        ],
      });
};

const seedsOf = ({ seeds, decidedAfter }: ComparedPair): Markup | string =>
  decidedAfter === undefined
    ? String(seeds)
    : html`${String(seeds)}<small
          >${decidedAfter === null ? 'undecided' : `decided after ${decidedAfter}`}</small
        >`;
