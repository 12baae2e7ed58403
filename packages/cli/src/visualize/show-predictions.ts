import type { LookedAtRun } from '@axiswise/interpret';
import {
  classColours,
  colourLegend,
  type Drawing,
  type Overlay,
  sideBySide,
  type UnitCell,
} from '@axiswise/drawing';
import type { Scores } from '@axiswise/training';
import type { TaskFigure, TestOutcome } from '@axiswise/training/kinds';
import { targetOf } from './captions.ts';
import type { ChosenExamples } from './chosen-examples.ts';

export interface ShownExample {
  /** Its number among the test examples. */
  readonly index: number;
  readonly predicted: Readonly<Record<string, unknown>>;
  readonly predictedInWords: string;
  readonly targetInWords: string;
  /** The score by which strategies are compared. */
  readonly score: number;
}

/** Draws test examples with what is predicted and what is right, and how the whole test went. */
export async function showPredictions(
  run: LookedAtRun,
  options: { readonly count: number; readonly choose: ChosenExamples },
): Promise<{
  readonly cells: readonly UnitCell[];
  readonly legend: Drawing | undefined;
  readonly figures: readonly TaskFigure[];
  readonly scores: Scores;
  readonly examples: readonly ShownExample[];
}> {
  const { task, network } = run;
  const { kind, form } = task;
  const { splits } = await run.dataset();
  const { scores, outcome } = await run.test();
  const each = kind.score.of(outcome, form);
  const indices = chosen(each, { ...options, better: kind.score.better });
  const size = network.inputShape.reduce((product, length) => product * length, 1);
  const cells: UnitCell[] = [];
  const examples: ShownExample[] = [];
  for (const index of indices) {
    const input = new Float32Array(size);
    await splits.test.gather([index], input);
    const [{ json, inWords }] = run.predict([run.see(input)]);
    const targetInWords = kind.targetInWords(targetOf(splits.test, task.targetSize, index), form);
    examples.push({
      ...{ index, predicted: json, predictedInWords: inWords, targetInWords },
      score: each[index],
    });
    cells.push({
      title: `test example ${index}`,
      captions: [
        `predicted ${inWords}`,
        `true ${targetInWords}`,
        `${kind.score.describe} ${Number(each[index].toPrecision(3))}`,
      ],
      drawing: exampleDrawing(run, input, { outcome, index }),
      examples: [],
    });
  }
  const colours = classColours(form.classes.length);
  return {
    cells,
    legend: form.targets?.axes
      ? colourLegend(form.classes.map((name, c) => ({ name, colour: colours[c] })))
      : undefined,
    figures: kind.figures?.(outcome, form) ?? [],
    scores,
    examples,
  };
}

/** The numbers of the examples that are shown. */
function chosen(
  scores: Float64Array,
  {
    count,
    choose,
    better,
  }: {
    readonly count: number;
    readonly choose: ChosenExamples;
    readonly better: 'higher' | 'lower';
  },
): number[] {
  const shown = Math.min(count, scores.length);
  if (choose === 'spread') {
    return Array.from({ length: shown }, (_, i) => Math.floor((i * scores.length) / shown));
  }
  const sign = (better === 'higher') === (choose === 'best') ? -1 : 1;
  // The sort is stable: the first of equal examples stays first.
  return [...scores.keys()].sort((a, b) => sign * (scores[a] - scores[b])).slice(0, shown);
}

/** An input; where its positions have labels, beside it those that are predicted and those that are right. */
function exampleDrawing(
  run: LookedAtRun,
  input: Float32Array,
  { outcome, index }: { readonly outcome: TestOutcome; readonly index: number },
): Drawing {
  const { axes } = run.task.form.targets ?? {};
  const { drawing } = run.draw(input);
  if (!axes) return drawing;
  const size = run.task.targetSize;
  const part = (of: Float32Array): Float32Array => of.subarray(index * size, (index + 1) * size);
  const labelled = (labels: Float32Array): Drawing =>
    run.draw(input, { overlay: overlayOf(run, labels) }).drawing;
  return sideBySide([
    { title: 'input', drawing },
    { title: 'predicted', drawing: labelled(part(outcome.predictions)) },
    { title: 'true', drawing: labelled(part(outcome.targets)) },
  ]);
}

/** The colour of each position of an input: that of its label, along the other axes too; none where it has none. */
function overlayOf({ task, experiment, network }: LookedAtRun, labels: Float32Array): Overlay {
  const { classes, targets } = task.form;
  const colours = classColours(classes.length);
  const axes = experiment.dataAxes ?? experiment.axes.names;
  const lengths = network.inputShape.slice(0, -1);
  const positions = lengths.reduce((product, length) => product * length, 1);
  return Array.from({ length: positions }, (_, position) => {
    let [left, place, stride] = [position, 0, 1];
    // From the last axis on, which goes round fastest in both.
    for (let axis = lengths.length - 1; axis >= 0; axis--) {
      const at = left % lengths[axis];
      left = Math.floor(left / lengths[axis]);
      if (!targets!.axes!.includes(axes[axis])) continue;
      place += at * stride;
      stride *= lengths[axis];
    }
    const label = labels[place];
    return classes[label] === undefined ? undefined : colours[label];
  });
}
