import type { ExperimentComparison } from '@axiswise/compare';
import { scoreOf } from '@axiswise/compare/comparison';
import { count } from '@axiswise/messages';
import type { Chart } from '../chart.ts';
import { type Content, html, type Markup } from '../markup.ts';
import { figures, type Numbering, outcome, part, table } from '../page/elements.ts';
import { isMeasured } from './ranking.ts';
import { scoreWords } from './score-words.ts';
import { predictionWords, scaleWords } from './sentences.ts';
import { keyOf } from './strategies-table.ts';

/** Accuracy (or score) by size, and what becomes of the predictions at each; null where there is one size. */
export const sizesPart = (
  numbering: Numbering,
  experiment: ExperimentComparison,
  charts: readonly Chart[],
): Markup | null =>
  part(
    numbering,
    {
      heading: 'At every size',
      notes: [
        'The whole comparison at multiples of the budget. A difference that holds at one size may be one of ' +
          'size, not of geometry.',
      ],
    },
    () =>
      (experiment.scales ?? []).length === 0
        ? []
        : [
            figures(numbering, charts),
            sizesTable(numbering, experiment),
            claimsBySize(numbering, experiment),
          ],
  );

function sizesTable(
  numbering: Numbering,
  { scales = [], strategies, budget, task }: ExperimentComparison,
): Markup {
  const words = scoreWords({ task });
  const what = budget.of === 'macs' ? 'multiply-accumulates' : 'parameters';
  return table({
    number: numbering.table(),
    caption: `Test ${words.name} with its 95 % interval, and the number of ${what}, at each size.`,
    columns: [
      { title: 'Strategy' },
      ...scales.map(
        ({ scale, size }) =>
          ({ title: html`${scaleWords(scale)}<br />${count(size)}`, kind: 'number' }) as const,
      ),
    ],
    groups: [
      strategies.map(({ name }, index): Content[] => [
        html`${keyOf(index)}${name}`,
        ...scales.map((scale): Content => {
          const found = scale.strategies.find((each) => each.name === name);
          if (!found || !isMeasured(scoreOf(found))) return 'none';
          const { parameters, macs, shape, trained } = found;
          const { mean, low, high } = scoreOf(found);
          return html`${words.value(mean)} ${words.interval(low, high)}
            <small>${count(budget.of === 'macs' ? macs : parameters)}</small>
            ${
              shape && shape.layersLeftOut > 0
                ? html`<small
                    >${count(shape.layersLeftOut)} hidden
                    ${shape.layersLeftOut === 1 ? 'layer' : 'layers'} left out</small
                  >`
                : null
            }
            ${
              shape && shape.narrowest < shape.minimumWidth
                ? html`<small>narrowest layer: ${count(shape.narrowest)}</small>`
                : null
            }
            ${trained && trained.verdict !== 'trained' ? outcome(trained.verdict) : null}`;
        }),
      ]),
    ],
  });
}

const claimsBySize = (
  numbering: Numbering,
  { scales = [], claims }: ExperimentComparison,
): Markup | null => {
  const sized = claims.filter(({ atSizes }) => atSizes);
  if (sized.length === 0) return null;
  return table({
    number: numbering.table(),
    caption: 'The predictions of the theory at each size.',
    columns: [
      { title: 'Prediction' },
      ...scales.map(({ scale }) => ({ title: scaleWords(scale) })),
      { title: 'Together', kind: 'words' },
    ],
    groups: [
      sized.map((claim) => [
        predictionWords(claim),
        ...scales.map(({ scale }): Content => {
          const at = claim.atSizes!.outcomes.find((each) => each.scale === scale);
          return at ? outcome(at.outcome) : '';
        }),
        claim.atSizes!.words,
      ]),
    ],
  });
};
