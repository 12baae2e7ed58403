import type { ExperimentComparison } from '@axiswise/compare';
import { html, type Markup } from '../markup.ts';
import { type Numbering, outcome, table } from '../page/elements.ts';
import { tunedWords } from './sentences.ts';

/** The table of what the theory predicts; null where it predicts nothing. */
export const claimsTable = (
  numbering: Numbering,
  experiment: ExperimentComparison,
): Markup | null =>
  experiment.claims.length === 0
    ? null
    : table({
        number: numbering.table(),
        caption:
          'Every prediction of the theory, what was measured, and whether that supports it; strategies are ' +
          `${tunedWords(experiment)}.`,
        columns: [
          { title: 'Prediction' },
          { title: 'Reason', kind: 'words' },
          { title: 'Measured', kind: 'words' },
          { title: 'Outcome' },
        ],
        groups: [
          experiment.claims.map(({ better, worse, predicted, because, measured, ...claim }) => [
            html`${better}<br />${predicted === 'better' ? 'better than' : 'equal to'} ${worse}`,
            because,
            measured,
            html`${outcome(claim.outcome)}${
              claim.atSizes ? html`<small>${claim.atSizes.words}</small>` : null
            }`,
          ]),
        ],
      });
