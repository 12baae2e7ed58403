import type { Environment } from '@axiswise/runner';
import { escapeMarkup } from '@axiswise/drawing';
import { duration } from '@axiswise/messages';
import type { Chart } from '../chart.ts';
import { fileNames } from '../file-name.ts';
import { type Content, html, type Markup, raw } from '../markup.ts';

/** An entry of the contents of a page. */
export interface ContentsEntry {
  readonly id: string;
  readonly title: string;
  /** 2 for a section, 3 for a part of one. */
  readonly level: 2 | 3;
}

/** Numbers the tables and figures of a page, each kind from 1, and lists its parts. */
export class Numbering {
  #figures = 0;
  #tables = 0;
  readonly #id = fileNames();
  readonly contents: ContentsEntry[] = [];

  /** Lists a section or a part; returns its id. */
  entry(title: string, level: ContentsEntry['level']): string {
    const id = `part-${this.#id(title)}`;
    this.contents.push({ id, title, level });
    return id;
  }

  figure(): string {
    return `Figure ${++this.#figures}.`;
  }

  table(): string {
    return `Table ${++this.#tables}.`;
  }
}

export interface HtmlColumn {
  readonly title: Content;
  /** `number`: aligned right; `words`: sentences; `values`: many numbers in a cell. */
  readonly kind?: 'number' | 'words' | 'values';
  /** Whether it is the first of several that belong together. */
  readonly begins?: boolean;
}

export interface HtmlTable {
  readonly number: string;
  readonly caption: Content;
  readonly columns: readonly HtmlColumn[];
  /** Headings above several columns each, from the first column on; together as many as there are columns. */
  readonly over?: readonly { readonly title: Content; readonly columns: number }[];
  /**
   * Groups of rows, a rule between them; the first cell of a row is its heading, and a row of one cell
   * that of the group.
   */
  readonly groups: readonly (readonly (readonly Content[])[])[];
}

/** Makes a table below its caption, in a box that scrolls where the table is wider than the page. */
export function table({ number, caption, columns, over, groups }: HtmlTable): Markup {
  const kindOf = (i: number): Markup | null => {
    const { kind, begins } = columns[i];
    const names = [...(kind ? [kind] : []), ...(begins ? ['begins'] : [])];
    return names.length > 0 ? html` class="${names.join(' ')}"` : null;
  };
  const groupHeading = (cell: Content): Markup =>
    html`<th scope="rowgroup" class="group" colspan="${columns.length}">${cell}</th>`;
  const cellsOf = (cells: readonly Content[]): Markup[] =>
    cells.map((cell, i) =>
      i === 0 ? html`<th scope="row">${cell}</th>` : html`<td${kindOf(i)}>${cell}</td>`,
    );
  const id = number.replace(/\W+/g, '-').replace(/-$/, '').toLowerCase();
  return html`<p class="caption" id="${id}"><b>${number}</b> ${caption}</p>
    <div class="scroll" role="region" tabindex="0" aria-labelledby="${id}">
      <table aria-labelledby="${id}">
        <thead>
          ${
            over &&
            html`<tr class="over">
              ${over.map(
                ({ title, columns: across }) =>
                  html`<th scope="colgroup" colspan="${across}"><span>${title}</span></th>`,
              )}
            </tr> `
          }
          <tr>
            ${columns.map(({ title }, i) => html`<th scope="col" ${kindOf(i)}>${title}</th>`)}
          </tr>
        </thead>
        ${groups.map(
          (rows) =>
            html`<tbody>
              ${rows.map(
                (cells) =>
                  html`<tr>
                    ${cells.length === 1 ? groupHeading(cells[0]) : cellsOf(cells)}
                  </tr> `,
              )}
            </tbody> `,
        )}
      </table>
    </div> `;
}

/**
 * Sets a heading with notes at the side of what it heads, where there is room, else above it; nothing where
 * there is nothing to head.
 */
export function part(
  numbering: Numbering,
  { heading, notes = [] }: { readonly heading: string; readonly notes?: readonly Content[] },
  makeContent: () => readonly (Markup | null)[],
): Markup | null {
  // Entered before its content is made, which may have parts of its own.
  const before = numbering.contents.length;
  const id = numbering.entry(heading, 3);
  const content = makeContent().filter((each) => each !== null);
  if (content.length === 0) {
    numbering.contents.splice(before);
    return null;
  }
  return html`<section class="part" id="${id}">
    <div class="side">
      <h3>${heading}</h3>
      ${notes
        .filter((note) => note != null && note !== '')
        .map((note) => html`<p class="note">${note}</p> `)}
    </div>
    <div class="body">${content}</div>
  </section> `;
}

/** Lists the parts of a page, with links to them. */
export const contentsList = (entries: readonly ContentsEntry[]): Markup | null =>
  entries.length < 3
    ? null
    : html`<nav aria-label="Contents">
        ${withoutOnly(entries).map(
          ({ id, title, level }) => html`<a class="level-${level}" href="#${id}">${title}</a> `,
        )}
      </nav> `;

/** One section needs no entry above those of its parts. */
const withoutOnly = (entries: readonly ContentsEntry[]): readonly ContentsEntry[] =>
  entries.filter(({ level }) => level === 2).length > 1
    ? entries
    : entries.filter(({ level }) => level !== 2);

/** Sets charts beside each other where there is room, each a figure with a number. */
export const figures = (numbering: Numbering, charts: readonly Chart[]): Markup | null =>
  charts.length === 0
    ? null
    : html`<div class="figures">
        ${charts.map(
          ({ svg, caption }) =>
            html`<figure>
              ${raw(svg)}
              <figcaption><b>${numbering.figure()}</b> ${caption}</figcaption>
            </figure> `,
        )}
      </div> `;

/** Sets charts of one kind beside each other, as many as can be read: one figure with one caption. */
export function smallFigures(
  numbering: Numbering,
  charts: readonly { readonly svg: string; readonly caption?: string }[],
  caption: string,
): Markup | null {
  if (charts.length === 0) return null;
  const widest = Math.max(...charts.map(({ svg }) => widthOf(svg)));
  const columns = widest <= 280 ? 'small' : widest <= 370 ? 'three' : widest <= 660 ? 'two' : 'one';
  return html`<figure class="sans">
    <div class="figures ${columns}">
      ${charts.map(
        ({ svg, caption: own }) =>
          // A chart that is too wide for a phone scrolls there in its box.
          html`<figure${widthOf(svg) > 470 ? raw(' class="wide" tabindex="0"') : null}>${own ? html`<b>${own}</b>` : null}${raw(svg)}</figure> `,
      )}
    </div>
    <figcaption><b>${numbering.figure()}</b> ${caption}</figcaption>
  </figure> `;
}

const widthOf = (svg: string): number => Number(/ width="(\d+)/.exec(svg)?.[1] ?? 0);

/** Marks a verdict or an outcome. All look alike but for their colour: none is louder than another. */
export const outcome = (words: string): Markup =>
  html`<span class="outcome ${words.replaceAll(' ', '-')}">${words}</span>`;

/** Writes the section on how to repeat the numbers: the command, and where it ran. */
export const reproduction = (
  command: string,
  environment: Environment,
  seconds: number,
  more: readonly (readonly [term: string, words: Content])[] = [],
  { charts = true }: { readonly charts?: boolean } = {},
): Markup => {
  const { node, platform, cpu, cores, backend } = environment;
  const flags = Object.entries(backend.flags).map(([name, value]) => `${name}=${value}`);
  const entries: (readonly [string, Content])[] = [
    ['Machine', `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${platform}`],
    ['Node', node],
    [
      'Engine',
      `${backend.name} ${backend.version}, ${backend.threads} ` +
        `${backend.threads === 1 ? 'thread' : 'threads'} per trial`,
    ],
    ...(flags.length > 0 ? [['Flags', flags.join(' ')] as const] : []),
    ['Training', `${duration(seconds)}, all trials together`],
    ...more,
  ];
  return html`<section>
    <h2>How to repeat this</h2>
    <p>The command that made this page:</p>
    <pre><code>${raw(escapeMarkup(asCommand(command)))}</code></pre>
    <dl>
      ${entries.map(
        ([term, words]) =>
          html`<dt>${term}</dt>
            <dd>${words}</dd> `,
      )}
    </dl>
    <p class="setup">
      Beside this page,
      ${charts ? html`<code>charts/</code> holds every picture as SVG and PNG,` : null}
      <code>tables/</code> ${charts ? '' : 'holds '}every number as CSV and Parquet.
    </p>
  </section> `;
};

/** The command as it is typed in a terminal. */
const asCommand = (command: string): string =>
  /^(npx |node |npm )/.test(command) ? command : `npx ${command}`;
