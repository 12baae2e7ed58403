import { html, type Markup, raw } from '../markup.ts';
import { stylesheet } from './stylesheet.ts';

export interface PageParts {
  /** What kind of page, and when it was made. */
  readonly kind: string;
  readonly title: string;
  /** What came out, in words: the first thing that is read. */
  readonly answer: readonly Markup[];
  readonly body: readonly Markup[];
}

/**
 * One HTML file that needs nothing else: no script, no network, no file beside it. Its policy forbids
 * browsers to load anything, whatever a name in it may say.
 */
export const page = ({ kind, title, answer, body }: PageParts): string =>
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
        <main>
          <header>
            <p class="kind">${kind}</p>
            <h1>${title}</h1>
            <section class="answer" aria-label="Answer">${answer}</section>
          </header>
          ${body}
        </main>
      </body>
    </html> `.text;

/** `2026-11-23T10:04:31.000Z` → `2026-11-23 10:04 UTC`. */
export const dateWords = (iso: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;
