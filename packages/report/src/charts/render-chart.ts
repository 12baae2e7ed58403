import type { TopLevelSpec } from 'vega-lite';
import { escapeMarkup } from '../markup.ts';
import { faint, fontFamily, ink, line, muted } from './look.ts';
import { textWidth } from './text-width.ts';

const config = {
  // Every mark would name its numbers; the picture is named as a whole, and the tables hold them.
  aria: false,
  background: '#fff',
  font: fontFamily,
  padding: 6,
  view: { stroke: null },
  axis: {
    domainColor: line,
    gridColor: faint,
    labelColor: muted,
    labelFontSize: 12,
    labelPadding: 5,
    tickColor: line,
    tickSize: 4,
    titleColor: ink,
    titleFontSize: 12.5,
    titleFontWeight: 'normal',
    titlePadding: 8,
  },
} as const;

/** One layer of a chart whose layers share their scales. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/**
 * Draws a Vega-Lite specification as SVG, without a browser.
 *
 * @param alt what the picture shows, for readers who do not see it.
 */
export async function renderChart(spec: TopLevelSpec, alt: string): Promise<string> {
  // Vega takes most of a second to load: only those who draw wait for it.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  (vega as unknown as { textMetrics: TextMetrics }).textMetrics.width = measured;
  const view = new vega.View(vega.parse(compile(spec, { config }).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg
    .replace(/^<svg [^>]*class="marks" /, `<svg xmlns="http://www.w3.org/2000/svg" `)
    .replace(/^(<svg [^>]*)>/, `$1 role="img" aria-label="${escapeMarkup(alt)}">`);
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** Vega lets whoever has no canvas measure text by a function of their own; its types do not say so. */
interface TextMetrics {
  width: (item: TextItem, text: string) => number;
}

const measured = ({ fontSize = 11, fontWeight }: TextItem, text: string): number =>
  textWidth(String(text ?? ''), fontSize, fontWeight === 'bold');
