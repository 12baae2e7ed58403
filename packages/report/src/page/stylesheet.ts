/** The style of a page: like a paper, in print, on a wide screen and on a phone. */
export const stylesheet = `
:root { color-scheme: light; --ink: #1f2328; --muted: #57606a; --rule: #d0d7de; --blue: #0969da; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; color: var(--ink); background: #fff; line-height: 1.5; overflow-wrap: break-word;
  font: 17px/1.55 'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', Georgia, serif;
}
main { max-width: 66rem; margin: 0 auto; padding: 2.5rem 1rem 4rem; }
main.wide { max-width: 86rem; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: 2.1rem; margin: 0.2rem 0 1rem; }
h2 { font-size: 1.5rem; margin: 3.2rem 0 0.6rem; padding-top: 1rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.13rem; margin: 2.2rem 0 0.5rem; }
p, ul, .prose { max-width: 46rem; }
p { margin: 0.6rem 0; }
ul { padding-left: 1.2rem; }
.kind, figcaption, .caption, .note, nav, table, .setup, dl, pre, .sans {
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;
}
.kind { margin: 0; color: var(--muted); font-size: 0.85rem; }
.setup { color: var(--muted); font-size: 0.88rem; }
.summary { border-left: 4px solid var(--blue); padding: 0.1rem 0 0.1rem 1.1rem; font-size: 1.12rem; }
.scroll {
  overflow-x: auto; margin: 0 0 1.6rem;
  /* A shadow at the side where more of the table is hidden. */
  background:
    linear-gradient(to left, #fff 45%, rgb(255 255 255 / 0)) right -2px top 0 / 2.6rem 100% no-repeat local,
    radial-gradient(farthest-side at 100% 50%, rgb(31 35 40 / 0.28), transparent) right / 0.9rem 100% no-repeat scroll;
}
.scroll:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.83rem; line-height: 1.4; min-width: 100%; }
.caption { color: var(--muted); font-size: 0.83rem; line-height: 1.45; margin: 1.4rem 0 0.5rem; break-after: avoid; }
.caption b, figcaption b { color: var(--ink); }
thead { border-top: 2px solid var(--ink); border-bottom: 1px solid var(--ink); }
tbody:last-child { border-bottom: 2px solid var(--ink); }
tbody + tbody { border-top: 1px solid var(--ink); }
th, td { padding: 0.36rem 1.1rem 0.36rem 0; text-align: left; vertical-align: top; font-weight: normal; }
th:last-child, td:last-child { padding-right: 0; }
thead th { vertical-align: bottom; font-weight: 600; }
tbody tr + tr > * { border-top: 1px solid #eaeef2; }
tbody th { font-weight: 600; white-space: nowrap; }
tbody th small { display: block; font-weight: normal; color: var(--muted); white-space: normal; max-width: 15rem; min-width: 11rem; }
.group { font-size: 1.08em; padding-top: 0.6rem; }
.group small { display: inline; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.words { min-width: 11rem; max-width: 26rem; }
.values { color: var(--muted); min-width: 8.5rem; font-variant-numeric: tabular-nums; }
.key { display: inline-block; width: 0.65em; height: 0.65em; margin-right: 0.5em; border-radius: 50%; }
.outcome {
  display: inline-block; white-space: nowrap; font-weight: 600; border: 1.5px solid; border-radius: 4px;
  padding: 0 0.45em;
}
.supported, .yes { color: #00558a; }
.contradicted, .no { color: #a34700; }
.not-shown { color: #4a5159; }
.not-testable, .not-trained, .stopped-early { color: #7a5200; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); gap: 1.4rem 2.4rem; margin: 1.2rem 0; }
.figures.small { grid-template-columns: repeat(auto-fill, minmax(min(100%, 15.2rem), 1fr)); gap: 1rem 1.2rem; }
.figures.three { grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 1rem 1.2rem; }
.figures.one { grid-template-columns: minmax(0, 1fr); }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figure svg { display: block; max-width: 100%; height: auto; overflow: visible; }
figure.wide { overflow-x: auto; }
figcaption { color: var(--muted); font-size: 0.83rem; line-height: 1.45; margin-top: 0.4rem; max-width: 46rem; }
pre {
  font: 0.85rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  background: #f6f8fa; border: 1px solid var(--rule); border-radius: 6px; padding: 0.7rem 0.9rem;
  white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; max-width: 46rem;
}
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.2rem; font-size: 0.88rem; max-width: 46rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.part h3 { margin-top: 2.2rem; }
.note { color: var(--muted); font-size: 0.83rem; line-height: 1.45; }
.note.strong, .fact { color: var(--ink); }
.over th { text-align: center; padding: 0.36rem 1.1rem 0 0; }
.over th:first-child { padding-left: 0; }
.over th > span { display: block; border-bottom: 1px solid var(--rule); padding-bottom: 0.2rem; min-height: 1.2em; }
.over th:first-child > span { border-color: transparent; }
.begins { padding-left: 1.1rem; }
thead .number { white-space: normal; }
th .outcome, td .outcome { margin: 0.1rem 0; }
th > .outcome { display: block; width: max-content; font-size: 0.92em; }
.quiet { color: var(--muted); font-weight: normal; }
td small { display: block; color: var(--muted); }
nav { display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; margin: 1.6rem 0 0; font-size: 0.83rem; }
nav a { color: var(--blue); text-decoration: none; }
nav a:hover, nav a:focus-visible { text-decoration: underline; }
nav .level-2 { flex-basis: 100%; font-weight: 600; }
.examples { display: flex; flex-wrap: wrap; gap: 1.2rem 1.6rem; margin: 0.8rem 0 1.6rem; padding: 0; list-style: none; max-width: none; }
.examples li { max-width: 100%; }
.examples svg { display: block; width: 100%; height: auto; }
.examples p { margin: 0.35rem 0 0; font: 0.78rem/1.4 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
.examples .right { color: #00558a; }
.examples .wrong { color: #a34700; }
.body > h4 { font: 600 0.88rem/1.4 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; margin: 1.2rem 0 0.4rem; }
@media (min-width: 76rem) {
  .wide .top { display: grid; grid-template-columns: minmax(0, 1fr) 30rem; gap: 3.5rem; align-items: start; }
  .wide .top > :only-child { grid-column: 1 / -1; }
  .wide .top > .summary:only-child { display: grid; grid-template-columns: 1fr 1fr; gap: 0 3rem; }
  .wide .all { grid-column: 1 / -1; }
  .wide .part { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); gap: 0 2.5rem; margin-top: 2.6rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
  .wide .part h3 { margin-top: 0; }
  .wide .body > :first-child { margin-top: 0.1rem; }
  .wide .body > .figures svg, .wide .top figure svg { width: 100%; max-width: 33rem; }
  .wide .body .figures > figure:only-child { display: grid; grid-template-columns: 33rem minmax(0, 1fr); gap: 0 2.4rem; align-items: center; grid-column: 1 / -1; }
  .wide .lead, .wide .twofold { columns: 2; column-gap: 3rem; max-width: none; }
}
@media (max-width: 40rem) {
  body { font-size: 16px; }
  main { padding-top: 1.4rem; }
  h1 { font-size: 1.55rem; }
  h2 { font-size: 1.28rem; }
  tbody th { position: sticky; left: 0; background: #fff; max-width: 9.5rem; white-space: normal; }
  th, td { padding-right: 0.8rem; }
  figure.wide svg { max-width: none; }
}
@media print {
  @page { margin: 16mm 14mm; }
  html { font-size: 9.5pt; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
  .figures { grid-template-columns: repeat(2, 1fr); }
  .figures.small { grid-template-columns: repeat(auto-fill, minmax(min(100%, 15.2rem), 1fr)); gap: 1rem 1.2rem; }
.figures.three { grid-template-columns: repeat(3, 1fr); }
  .figures.one { grid-template-columns: 1fr; }
  /* Paper does not scroll: cells become narrow instead. */
  .scroll { overflow: visible; background: none; }
  table { font-size: 7.5pt; }
  th, td { padding-right: 0.6rem; }
  tbody th, thead .number { white-space: normal; }
  .words, .values, tbody th small { min-width: 0; }
  .outcome { border-width: 1px; }
}
`;
