import { InputError, plural } from '@axiswise/messages';
import type { FeatureAxis, Features } from './features.ts';

/** A shape in words: `height 26 × width 26`, `flattened`. */
const lengthsOf = ({ flat, axes }: Features): string =>
  flat ? 'flattened' : axes.map(({ name, length }) => `${name} ${length}`).join(' × ');

/** @throws InputError where the ends of branches do not have the same axes of the same lengths. */
export function needsSameAxes(name: string, ends: readonly Features[]): void {
  const [first] = ends;
  const other = ends.find((end) => lengthsOf(end) !== lengthsOf(first));
  if (!other) return;
  throw new InputError(
    'geometry',
    `${name}: parallel branches must end alike, but one is ${lengthsOf(first)} and another ` +
      `${lengthsOf(other)}; pool over whole axes, pad, or flatten each branch`,
  );
}

/** @throws InputError where the ends of branches do not have as many channels (units, once flat). */
export function needsSameChannels(name: string, ends: readonly Features[]): void {
  const [first] = ends;
  const other = ends.find(({ channels }) => channels !== first.channels);
  if (!other) return;
  const width = ({ flat, channels }: Features): string => plural(channels, flat ? 'unit' : 'map');
  throw new InputError(
    'geometry',
    `${name}: branches that are added must be equally wide, but one ends with ${width(first)} and ` +
      `another with ${width(other)}; give both as many, for instance by ` +
      (first.flat ? 'a dense layer' : 'filters of size 1') +
      ` in the branch that lacks them`,
  );
}

/** The axes behind branches that are joined: a position sees what any of the branches sees. */
export const joinedAxes = (ends: readonly Features[]): readonly FeatureAxis[] =>
  ends[0].axes.map((axis, i) => joinedAxis(axis, ends.map(({ axes }) => axes[i]))); // prettier-ignore

function joinedAxis(first: FeatureAxis, axes: readonly FeatureAxis[]): FeatureAxis {
  const endOf = ({ start, receptiveField }: FeatureAxis): number => start + receptiveField;
  const start = Math.min(...axes.map((axis) => axis.start));
  const end = Math.max(...axes.map(endOf));
  // A position is there where it is there in every branch.
  const lastSeen = Math.max(...axes.map((axis) => endOf(axis) - axis.paddedBehind));
  return { ...first, start, receptiveField: end - start, paddedBehind: end - lastSeen };
}
