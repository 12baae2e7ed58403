import { fileURLToPath } from 'node:url';
import { shownPath } from '@axiswise/files';
import type { DataFormat } from './data-format.ts';
import type { Source } from './dataset.ts';

/**
 * The source of the user's own data at a place that an experiment names itself, so that it is read where a
 * call names no data.
 *
 * @param place a URL relative to the experiment (`new URL('../../mine.npz', import.meta.url)`), or a path.
 */
export function sourceAt(
  format: DataFormat,
  place: URL | string,
  {
    axes,
    options,
  }: {
    /** The names of the axes of the data, in order. */
    readonly axes: readonly string[];
    /** Options of the format (`{ size: '32x32' }`), unless a call gives others. */
    readonly options?: Readonly<Record<string, string>>;
  },
): Source {
  const file = place instanceof URL ? fileURLToPath(place) : place;
  const source = format.source(shownPath(file), { axes });
  const { foldsWith } = source;
  return {
    ...source,
    ...(foldsWith && { foldsWith: (given) => foldsWith({ ...options, ...given }) }),
    load: (context) => source.load({ ...context, options: { ...options, ...context.options } }),
  };
}
