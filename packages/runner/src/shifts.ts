import type { ClassWhenMoved } from '@axiswise/experiment';
import { allTargets, moveAlong, type Split } from '@axiswise/data';
import { mean } from '@axiswise/statistics';
import { evaluate, type Scorer, type Task } from '@axiswise/training';
import type { Movement } from '@axiswise/training/kinds';

/** How well test examples are predicted when their inputs are moved along one axis. */
export interface MovedScores {
  readonly axis: string;
  readonly testExamples: number;
  readonly points: readonly {
    /** Positions towards the end of the axis; negative: towards its beginning. */
    readonly shift: number;
    /** Null where the task has no accuracy. */
    readonly accuracy: number | null;
    /** The mean of the task's score, where it is no classification. */
    readonly score?: number | undefined;
  }[];
}

/** So many test examples are moved where nothing else is said. */
export const examplesMoved = 500;

/**
 * Measures how accuracy, or the score of another task, holds when test inputs are moved along each axis: by 1, 2, 4, …
 * positions, up to a quarter of the axis, both ways. What is moved out is lost; what is moved in is zeros, as padding
 * is. Along a cyclic axis what is moved out at one end comes in at the other. Targets that belong to positions move
 * with them; a position that is moved in has none.
 *
 * @param axes names of the axes of the inputs, in the order of `shape`, which ends with the channels.
 * @param cyclic the names of the axes that are cyclic.
 * @param examples so many test examples are moved, evenly spaced among all.
 */
export async function scoresWhenMoved(
  score: Scorer,
  test: Split,
  {
    axes,
    shape,
    task,
    cyclic = [],
    classWhenMoved = (label) => label,
    examples = examplesMoved,
  }: {
    readonly axes: readonly string[];
    readonly shape: readonly number[];
    readonly task: Task;
    readonly cyclic?: readonly string[];
    readonly classWhenMoved?: ClassWhenMoved | undefined;
    readonly examples?: number;
  },
): Promise<MovedScores[]> {
  const count = Math.min(examples, test.length);
  const indices = Array.from({ length: count }, (_, i) => Math.floor((i * test.length) / count));
  const size = shape.reduce((product, length) => product * length, 1);
  const inputs = new Float32Array(count * size);
  await test.gather(indices, inputs);
  const targets = new Float32Array(count * task.targetSize);
  if (test.targets) test.targets.gather(indices, targets);
  else indices.forEach((index, i) => (targets[i] = test.labels[index]));

  const scoresAt = async (dimension: number, shift: number): Promise<PointScores> => {
    const movement = { axis: axes[dimension], shift, wraps: cyclic.includes(axes[dimension]) };
    const moved = movedSplit({ inputs, targets, shape, dimension, movement }, (target) => {
      if (shift === 0) return true;
      const { kind, form } = task;
      if (form.targets) return kind.move?.(target, movement, form) ?? true;
      const label = classWhenMoved(target[0], movement.axis, shift);
      target[0] = label ?? 0;
      return label !== undefined;
    });
    return scoresOf(score, moved, { shape, task });
  };
  // The same for all axes.
  let unmoved: PointScores | undefined;
  const curves: MovedScores[] = [];
  for (const [dimension, axis] of axes.entries()) {
    const points: MovedScores['points'][number][] = [];
    for (const shift of shiftsAlong(shape[dimension])) {
      const scores =
        shift === 0 ? (unmoved ??= await scoresAt(dimension, 0)) : await scoresAt(dimension, shift);
      points.push({ shift, ...scores });
    }
    curves.push({ axis, testExamples: count, points });
  }
  return curves;
}

type PointScores = Omit<MovedScores['points'][number], 'shift'>;

async function scoresOf(
  score: Scorer,
  moved: Split,
  { shape, task }: { readonly shape: readonly number[]; readonly task: Task },
): Promise<PointScores> {
  const { kind, form } = task;
  const predictions = form.targets && new Float32Array(moved.length * task.outcomeSize);
  const { accuracy = null } = await evaluate(score, moved, {
    ...{ batchSize: 250, shape, task, predictions },
  });
  if (!predictions) return { accuracy };
  const ofExamples = kind.score.of({ targets: allTargets(moved), predictions }, form);
  return { accuracy, score: mean(ofExamples) };
}

/** 0 and 1, 2, 4, … up to a quarter of the length, both ways, in order. */
export function shiftsAlong(length: number): number[] {
  const distances: number[] = [];
  for (let distance = 1; distance <= length / 4; distance *= 2) distances.push(distance);
  return [...distances.map((distance) => -distance).reverse(), 0, ...distances];
}

/** The examples moved, without those of whose target nothing is left. */
function movedSplit(
  {
    inputs,
    targets,
    shape,
    dimension,
    movement: { shift, wraps },
  }: {
    readonly inputs: Float32Array;
    readonly targets: Float32Array;
    readonly shape: readonly number[];
    readonly dimension: number;
    readonly movement: Movement;
  },
  moveTarget: (target: Float32Array) => boolean,
): Split {
  const size = shape.reduce((product, length) => product * length, 1);
  const count = inputs.length / size;
  const targetSize = targets.length / count;
  const kept: number[] = [];
  const movedTargets: Float32Array[] = [];
  for (let example = 0; example < count; example++) {
    const target = targets.slice(example * targetSize, (example + 1) * targetSize);
    if (!moveTarget(target)) continue;
    kept.push(example);
    movedTargets.push(target);
  }
  return {
    length: kept.length,
    labels: new Int32Array(kept.length),
    targets: {
      size: targetSize,
      gather(indices, out) {
        for (let i = 0; i < indices.length; i++) out.set(movedTargets[indices[i]], i * targetSize);
      },
    },
    gather(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        const example = kept[indices[i]] * size;
        const input = inputs.subarray(example, example + size);
        moveAlong(input, out.subarray(i * size, (i + 1) * size), {
          shape,
          dimension,
          shift,
          wraps,
        });
      }
    },
  };
}
