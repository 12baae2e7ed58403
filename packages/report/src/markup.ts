import { escapeMarkup } from '@axiswise/drawing';

/** HTML that is written as it is. Anything else is text, and is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | undefined | readonly Content[];

/**
 * Makes HTML with values in it. Strings are escaped wherever they come from, so that the name of a class or
 * a strategy cannot become markup. A missing value is left out; the items of a list follow each other.
 */
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  new Markup(
    parts.map((part, i) => part + (i < values.length ? markupOf(values[i]) : '')).join(''),
  );

/** Marks text that is HTML or SVG already. */
export const raw = (text: string): Markup => new Markup(text);

function markupOf(value: Content): string {
  if (value == null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(markupOf).join('');
  // A number and its unit stay on one line, and so does p with its value.
  return escapeMarkup(String(value))
    .replace(/(\d) %/g, '$1\u00a0%')
    .replace(/\bp (=|&lt;) (?=\d)/g, 'p\u00a0$1\u00a0');
}
