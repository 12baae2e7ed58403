import type { TargetForm } from '@axiswise/data';
import { listAnd } from '@axiswise/messages';
import { taskKindOf } from './open-task.ts';

/** So many names are read; of more, the first ones. */
const mostNames = 8;

/**
 * What is predicted, where that is not one class of each example: `numbers of each example: slant (°)`, `one class of
 * each position along time: slow, fast`.
 *
 * @param of.classes the names of the classes of positions; empty where there are none.
 */
export function predictedWords(of: {
  readonly targets: TargetForm;
  readonly classes: readonly string[];
}): string {
  const { targets, classes } = of;
  const { names, units, axes } = targets;
  const all =
    classes.length > 0
      ? classes
      : names.map((name, k) => (units?.[k] ? `${name} (${units[k]})` : name));
  const some = all.slice(0, mostNames).join(', ') + (all.length > mostNames ? ', …' : '');
  return `${taskKindOf({ targets }).describe}${axes ? ` along ${listAnd(axes)}` : ''}: ${some}`;
}
