import type { ExperimentComparison } from '@axiswise/compare';
import { type Content, html, type Markup } from '../markup.ts';
import { figures, type Numbering, part, smallFigures, table } from '../page/elements.ts';
import type { ChartsByPart } from './comparison-charts.ts';
import { tuningScore } from './metric-words.ts';
import { searchSentence } from './search.ts';
import { tuningWords } from './sentences.ts';
import { keyOf } from './strategies-table.ts';

/** What tuning tried and chose; null where strategies were not tuned. */
export const tuningPart = (
  numbering: Numbering,
  experiment: ExperimentComparison,
  { search, searchOfEach }: Pick<ChartsByPart, 'search' | 'searchOfEach'>,
): Markup | null =>
  part(
    numbering,
    {
      heading: 'Tuning',
      notes: experiment.tuning ? [tuningWords(experiment), searchSentence(experiment)] : [],
    },
    () =>
      experiment.tuning
        ? [
            chosenTable(numbering, experiment),
            smallFigures(numbering, searchOfEach, triedCaption(experiment)),
            figures(numbering, search),
          ]
        : [],
  );

const triedCaption = ({ tuning }: ExperimentComparison): string =>
  `Every configuration that was tried: its validation ${tuning?.metric} at the last epoch that it was trained ` +
  'to. Filled marks were trained to the end, hollow ones were stopped since others were better; grey crosses ' +
  'diverged or failed. The chosen one has a ring. A choice within the shaded ends lies at the edge of the space.';

function chosenTable(numbering: Numbering, { tuning, strategies }: ExperimentComparison): Markup {
  const names = Object.keys(tuning?.space ?? {});
  const { title, value } = tuningScore(tuning?.metric ?? 'loss');
  const columns = new Map(
    names.map((name) => [name, aligned(strategies.map(({ tuned }) => tuned?.values?.[name]))]),
  );
  return table({
    number: numbering.table(),
    caption:
      `What was chosen for each strategy by the validation ${tuning?.metric}, from as many configurations each. ` +
      'A dash: the strategy does not have it.',
    columns: [
      { title: 'Strategy' },
      { title: 'Configuration', kind: 'number' },
      ...names.map((title) => ({ title: wordsOf(title), kind: 'number' }) as const),
      { title: title.replace('v', 'V'), kind: 'number' },
    ],
    groups: [
      strategies.map(({ name, tuned }, index): Content[] => {
        const key = html`${keyOf(index)}${name}`;
        if (!tuned || tuned.number === null) {
          return [key, 'none: all failed', ...names.map(() => ''), ''];
        }
        return [
          key,
          String(tuned.number),
          ...names.map((each): Content => {
            const chosen = columns.get(each)![index];
            const edge = tuned.atEdge.find((at) => at.name === each);
            if (chosen === null) return '–';
            return edge ? html`${chosen}<small>at the ${edge.end} edge</small>` : chosen;
          }),
          tuned.score === null ? '' : value(tuned.score),
        ];
      }),
    ],
  });
}

/** Writes numbers so that their decimal points stand below each other: blanks as wide as a digit fill up. */
function aligned(values: readonly (number | string | undefined)[]): (string | null)[] {
  const texts = values.map((value) => (value === undefined ? null : String(value)));
  const decimals = (text: string): number =>
    /^\d+\.?\d*$/.test(text) ? (text.split('.')[1]?.length ?? -1) : NaN;
  const most = Math.max(-1, ...texts.map((text) => (text === null ? -1 : decimals(text) || -1)));
  return texts.map((text) => {
    if (text === null || Number.isNaN(decimals(text))) return text;
    return text + '\u2007'.repeat(most - decimals(text));
  });
}

/** `learningRate` → `Learning rate`. */
const wordsOf = (name: string): string =>
  name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase());
