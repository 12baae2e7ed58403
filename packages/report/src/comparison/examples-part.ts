import type {
  DisagreedExample,
  Disagreement,
  ExampleDrawings,
  PredictedClass,
} from '@axiswise/compare';
import { svgDocument } from '@axiswise/drawing';
import { count, plural } from '@axiswise/messages';
import { html, type Markup, raw } from '../markup.ts';
import { type Numbering, part } from '../page/elements.ts';
import type { Noun, Scored } from './scored.ts';

/** Test examples that one strategy gets right and another wrong; null where there are none. */
export const examplesPart = (
  numbering: Numbering,
  { disagreements = [], seeds }: Pick<Scored, 'disagreements' | 'seeds'>,
  drawings: ExampleDrawings,
  noun: Noun = 'strategy',
): Markup | null =>
  part(
    numbering,
    {
      heading: 'Where they disagree',
      notes: [
        seeds.length === 1
          ? `Test examples that one ${noun} predicts rightly and the other wrongly.`
          : `Test examples that most seeds of one ${noun} predict rightly and most seeds of the other wrongly. ` +
            'Those come first on which most seeds agree.',
        ...(seeds.length > 1
          ? ['Where seeds differ, brackets hold how many predict a class.']
          : []),
      ],
    },
    () => disagreements.filter((each) => each.count > 0).flatMap((each) => gallery(each, drawings)),
  );

const gallery = (
  { right, wrong, count: all, examples }: Disagreement,
  drawings: ExampleDrawings,
): Markup[] => [
  html`<h4>
    ${right} is right and ${wrong} wrong on
    ${plural(all, 'test example')}${
      all > examples.length ? `; ${count(examples.length)} of them` : ''
    }
  </h4> `,
  html`<ul class="examples">
    ${examples.map((example) => exampleItem(example, { right, wrong }, drawings))}
  </ul> `,
];

/** Drawings are made as small as they can be read; beside few others there is room for larger ones. */
const enlarged = 1.25;

function exampleItem(
  { index, name, label, predictions }: DisagreedExample,
  { right, wrong }: Pick<Disagreement, 'right' | 'wrong'>,
  drawings: ExampleDrawings,
): Markup {
  const drawing = drawings.get(index);
  const title = name ?? `example ${count(index)}`;
  return html`<li${drawing ? html` style="width:${Math.max(140, Math.ceil(enlarged * drawing.width))}px"` : null}>
    ${drawing ? raw(svgDocument(drawing, `${title}, ${label}`)) : null}
    <p>
      <b>${label}</b> <span class="quiet">${title}</span><br />
      <span class="right">${right}: ${classesWords(predictions.right)}</span><br />
      <span class="wrong">${wrong}: ${classesWords(predictions.wrong)}</span>
    </p>
  </li> `;
}

/** `7 (2), 1 (1)`: two seeds predict 7, and one predicts 1; `7` where all predict it. */
const classesWords = (predicted: readonly PredictedClass[]): string =>
  predicted.length === 1
    ? predicted[0].class
    : predicted.map((each) => `${each.class} (${count(each.seeds)})`).join(', ');
