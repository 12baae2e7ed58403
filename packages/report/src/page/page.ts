import { html, type Markup, raw } from '../markup.ts';
import { stylesheet } from './stylesheet.ts';

export interface PageParts {
  /** The kind of page, and when it was made. */
  readonly kind: string;
  readonly title: string;
  /** The result in words, at the top. */
  readonly summary: readonly Markup[];
  /** A figure beside the summary. */
  readonly figure?: Markup | null;
  /** The parts of the page. */
  readonly contents?: Markup | null;
  /** Whether parts have their headings at the side, on a screen that is wide enough. */
  readonly wide?: boolean;
  readonly body: readonly Markup[];
}

/**
 * Makes one HTML file that needs no script, no network and no other file. Its content security policy
 * forbids browsers to load anything, whatever a name in it contains.
 */
export const page = ({
  kind,
  title,
  summary,
  figure,
  contents,
  wide = false,
  body,
}: PageParts): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <title>${title}</title>
        <style>
          ${raw(stylesheet)}
        </style>
      </head>
      <body>
        <main${wide ? raw(' class="wide"') : null}>
          <header>
            <p class="kind">${kind}</p>
            <h1>${title}</h1>
            <div class="top">
              <section class="summary" aria-label="Summary">${summary}</section>
              ${figure}
            </div>
            ${contents}
          </header>
          ${body}
        </main>
      </body>
    </html> `.text;

/** Writes a date for people: `2026-11-23T10:04:31.000Z` → `2026-11-23 10:04 UTC`. */
export const dateWords = (iso: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;
