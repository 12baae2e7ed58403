import type { ExampleDrawings, ExperimentComparison } from '@axiswise/compare';
import { count } from '@axiswise/messages';
import type { Chart } from '../chart.ts';
import { html, type Markup } from '../markup.ts';
import { figures, type Numbering, part, smallFigures } from '../page/elements.ts';
import { claimsTable } from './claims-table.ts';
import { classesPart } from './classes-part.ts';
import type { ChartsByPart } from './comparison-charts.ts';
import { examplesPart } from './examples-part.ts';
import { metricsPart } from './metrics-part.ts';
import { pairsTable } from './pairs-table.ts';
import { capital } from './capital.ts';
import { referenceOf } from './ranking.ts';
import { scoreWords } from './score-words.ts';
import {
  decisionSentence,
  setupWords,
  budgetWords,
  trainedSentences,
  tunedWords,
  tuningWords,
} from './sentences.ts';
import { sizesPart } from './sizes-part.ts';
import { strategiesTable } from './strategies-table.ts';
import { tuningPart } from './tuning-part.ts';

/** The pictures of one experiment. */
export interface ExperimentPictures {
  readonly charts: ChartsByPart;
  /** A drawing of the filters of each strategy. */
  readonly drawings: readonly Chart[];
  /** Of the test examples on which strategies disagree. */
  readonly examples: ExampleDrawings;
}

/**
 * Writes the section of one experiment: its tables, charts and failed trials.
 *
 * @param options.accuracyAbove whether the chart of accuracies stands at the top of the page.
 */
export function experimentSection(
  numbering: Numbering,
  experiment: ExperimentComparison,
  { charts, drawings, examples }: ExperimentPictures,
  { heading, accuracyAbove }: { readonly heading: string; readonly accuracyAbove: boolean },
): Markup {
  const id = numbering.entry(heading, 2);
  return html`<section id="${id}">
    <h2>${heading}</h2>
    <p class="setup lead">
      ${setupWords(experiment)}. ${budgetWords(experiment)} ${tuningWords(experiment)}
    </p>
    ${part(
      numbering,
      { heading: capital(scoreWords(experiment).name), notes: [decisionSentence(experiment)] },
      () => [
        strategiesTable(numbering, experiment),
        figures(numbering, [...(accuracyAbove ? [] : charts.accuracy), ...charts.result]),
      ],
    )}
    ${part(numbering, { heading: 'Predictions of the theory' }, () => [
      claimsTable(numbering, experiment),
    ])}
    ${part(
      numbering,
      {
        heading: 'What the filters do',
        notes: [
          'The window is the filter; arrows show along which axes it slides, hatched marks where positions ' +
            'are pooled. Windows in other colours have weights of their own (how many there are is not to ' +
            'scale).',
        ],
      },
      () => [
        smallFigures(
          numbering,
          drawings.map(({ svg }) => ({ svg })),
          'Every block of filters of each strategy on the axes of its input, with their lengths.',
        ),
      ],
    )}
    ${sizesPart(numbering, experiment, charts.sizes)}
    ${part(numbering, { heading: 'Fewer training examples' }, () => [
      figures(numbering, charts.learning),
    ])}
    ${part(numbering, { heading: 'Shifted inputs' }, () => [figures(numbering, charts.shifts)])}
    ${part(numbering, { heading: 'Did it train?', notes: trainedNotes(experiment) }, () => [
      figures(numbering, charts.training),
      smallFigures(
        numbering,
        charts.trainingOfEach,
        'Training accuracy (dashed) and validation accuracy of each strategy, the other strategies in grey. ' +
          'A training curve that still rises at its end was stopped early; one far above its validation ' +
          'curve has learned its examples by heart.',
      ),
    ])}
    ${tuningPart(numbering, experiment, charts)} ${examplesPart(numbering, experiment, examples)}
    ${classesPart(numbering, experiment, charts.confusions)}
    ${metricsPart(numbering, experiment, { reference: referenceOf(experiment) })}
    ${part(numbering, { heading: 'All pairs of strategies' }, () => [
      pairsTable(numbering, experiment, { tuned: `Strategies ${tunedWords(experiment)}` }),
    ])}
    ${failuresPart(numbering, experiment)}
  </section> `;
}

function trainedNotes(experiment: ExperimentComparison): string[] {
  const checked = experiment.strategies.filter(({ trained }) => trained);
  const sentences = trainedSentences(experiment);
  return checked.length > 0 && sentences.length === 0
    ? [
        `${checked.length === experiment.strategies.length ? 'Every strategy' : 'Every strategy that was checked'} ` +
          `learned more than ${experiment.task ? 'a constant prediction' : 'the most frequent class'} and the ` +
          `linear baseline say, and none was stopped while it still ${experiment.task ? 'improved' : 'rose'}.`,
      ]
    : sentences;
}

const failuresPart = (numbering: Numbering, { failures }: ExperimentComparison): Markup | null =>
  part(
    numbering,
    {
      heading: 'Failed trials',
      notes: ['A trial whose process dies is started once more. The tables leave out what failed.'],
    },
    () =>
      failures.length === 0
        ? []
        : [
            html`<ul>
              ${failures.map(
                ({ strategy, seed, trainExamples, message }) =>
                  html`<li>
                    ${strategy}, seed ${seed}, ${count(trainExamples)} training examples: ${message}
                  </li> `,
              )}
            </ul> `,
          ],
  );
