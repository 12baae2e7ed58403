import type { FilterStrategy, Pool, Slide, Span } from '@axiswise/geometry';
import type { ImportedValue } from './design-plan.ts';

/** A line of code is at most about so long. */
const lineLength = 84;

/** A text as code, in several pieces where it is long. */
export function quoted(text: string): string {
  const pieces: string[] = [];
  let piece = '';
  for (const word of text.split(/(?<= )(?!%)/)) {
    if (piece.length + word.length > lineLength && piece !== '') {
      pieces.push(piece);
      piece = '';
    }
    piece += word;
  }
  return [...pieces, piece].map(literal).join(' +\n');
}

/** A string literal in the quotes that need fewer escapes. */
function literal(text: string): string {
  const count = (quote: string): number => text.split(quote).length;
  const quote = count("'") > count('"') ? '"' : "'";
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `${quote}${escaped.replaceAll(quote, `\\${quote}`)}${quote}`;
}

/** A key of an object as code. */
export const key = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);

/** Import statements, one for each package, in order. */
export function importsOf(values: readonly ImportedValue[]): string {
  const packages = new Map<string, Set<string>>();
  for (const { name, from } of values) {
    packages.set(from, (packages.get(from) ?? new Set()).add(name));
  }
  const inOrder = (a: string, b: string): number => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
  return [...packages.keys()]
    .sort()
    .map(
      (from) => `import { ${[...packages.get(from)!].sort(inOrder).join(', ')} } from '${from}';`,
    )
    .join('\n');
}

/** What the filters of one block do, as code. */
export function filtersCode({ move, pool = {} }: FilterStrategy): string {
  const along = <T>(of: Readonly<Record<string, T>>, code: (value: T) => string): string =>
    Object.entries(of)
      .map(([axis, value]) => `${axis}: ${code(value)}`)
      .join(', ');
  const pooled = along(pool as Record<string, Pool>, poolCode);
  return `{ move: { ${along(move, moveCode)} }${pooled === '' ? '' : `, pool: { ${pooled} }`} }`;
}

const moveCode = (move: Slide | Span): string =>
  move.move === 'span'
    ? 'span()'
    : `slide(${move.kernelSize}${move.padding === 'same' ? ", { padding: 'same' }" : ''})`;

const poolCode = ({ size, control }: Pool): string =>
  `pool(${size}${control ? ', { control: true }' : ''})`;
