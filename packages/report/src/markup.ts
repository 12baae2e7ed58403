const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Whatever XML 1.0 forbids: a single such character would make a whole SVG file unreadable.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text that means itself inside HTML and SVG, in elements and in quoted attributes. */
export const escapeMarkup = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (character) => entities[character]);

/** HTML that stands as it is; whatever is not of this class is text and is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | undefined | readonly Content[];

/**
 * HTML with values in it. Strings are escaped wherever they come from, so that the name of a class or
 * a strategy cannot become markup; what is missing is nothing; lists stand one after the other.
 */
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  new Markup(
    parts.map((part, i) => part + (i < values.length ? markupOf(values[i]) : '')).join(''),
  );

/** What is HTML or SVG already. */
export const raw = (text: string): Markup => new Markup(text);

function markupOf(value: Content): string {
  if (value == null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(markupOf).join('');
  // A number is not to stand on another line than its unit.
  return escapeMarkup(String(value)).replace(/(\d) %/g, '$1\u00a0%');
}
