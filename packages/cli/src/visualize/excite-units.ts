import type { BackendChoice } from '@axiswise/backend';
import {
  type AscentOptions,
  type LookedAtNetwork,
  type LookedAtRun,
  lookIntoRun,
  maximizeActivation,
  type Maximum,
  Objective,
  type Prediction,
  type TopExample,
  topExamples,
  withPenalties,
} from '@axiswise/interpret';
import { InputError } from '@axiswise/messages';
import type { UnitCell } from '@axiswise/drawing';
import { short, targetText, unitTitle } from './captions.ts';

export interface ExcitedUnit {
  readonly unit: number;
  readonly title: string;
  readonly activationBefore: number;
  readonly activationAfter: number;
  readonly l1: number;
  /** The same number by the name that it has in JSON since the first release. */
  readonly ink: number;
  readonly objective: string;
  /** Where inputs are words: the nearest ones, position by position, nearest first. */
  readonly words?: readonly (readonly string[])[];
  readonly examples?: readonly { index: number; label: string; activation: number }[];
  /** What this network predicts for it; `answered` is the name of the first release. */
  readonly predicted?: Prediction['json'];
  readonly answered?: Prediction['json'];
  /** What another network predicts. */
  readonly judged?: Prediction;
}

/** Finds inputs that activate units of a layer most, says what is predicted of them, and draws them. */
export async function exciteUnits(
  look: LookedAtNetwork,
  options: {
    readonly layer: string;
    readonly units: readonly number[];
    readonly minus: number | undefined;
    readonly weights: Parameters<typeof withPenalties>[2];
    readonly ascent: Omit<AscentOptions, 'space'>;
    /** The run that is looked into, whose data {@link top} and {@link judge} need; undefined of a model alone. */
    readonly run: LookedAtRun | undefined;
    readonly top: number;
    readonly topExamples: number;
    /** The run directory of another network. */
    readonly judge: string | undefined;
    readonly backend: BackendChoice;
    readonly onNotice: (line: string) => void;
  },
): Promise<{
  readonly cells: readonly UnitCell[];
  readonly found: readonly ExcitedUnit[];
  readonly steps: number;
}> {
  const { layer, units, minus, run } = options;
  const { network, space } = look;
  // Before the ascent, which takes minutes: a wrong judge is reported at once.
  const judge =
    options.judge === undefined || !run ? undefined : await openJudge(run, options.judge, options);
  const objectives = withPenalties(
    network,
    units.map((unit) => {
      const objective = Objective.unit(layer, unit);
      return minus === undefined ? objective : objective.minus(Objective.unit(layer, minus));
    }),
    options.weights,
    { space, seed: options.ascent.seed },
  );
  const maxima = await maximizeActivation(network, objectives, { ...options.ascent, space });
  const inputs = maxima.map(({ visible }) => visible);
  const predicted = look.predict(inputs) as readonly (Prediction | undefined)[];
  const judged = judge?.predict(inputs);
  const real = options.top > 0 && run ? await realExamples(run, options) : undefined;

  const cells: UnitCell[] = [];
  const found = maxima.map((maximum, i): ExcitedUnit => {
    const shown = look.drawVisible(maximum.visible);
    const title = unitTitle(look, layer, units[i]);
    const examples = real?.[i] ?? [];
    const prediction = predicted.at(i);
    cells.push({
      title,
      captions: captionsOf(maximum, prediction, judged?.[i]),
      drawing: shown.drawing,
      examples: examples.map((example) => ({
        drawing: look.draw(example.input).drawing,
        caption: example.target,
      })),
    });
    return {
      unit: units[i],
      title,
      activationBefore: maximum.activationBefore,
      activationAfter: maximum.activationAfter,
      l1: maximum.l1,
      ink: maximum.l1,
      objective: maximum.objective.toString(),
      ...(shown.tokens && { words: wordsOf(look, shown.tokens) }),
      ...(real && {
        examples: examples.map(({ index, activation, target }) => ({
          index,
          label: target,
          activation,
        })),
      }),
      ...(prediction && { predicted: prediction.json, answered: prediction.json }),
      ...(judged && { judged: judged[i] }),
    };
  });
  return { cells, found, steps: maxima[0].steps };
}

function captionsOf(
  { activationBefore, activationAfter, l1 }: Maximum,
  predicted: Prediction | undefined,
  judged: Prediction | undefined,
): string[] {
  return [
    `${short(activationBefore)} → ${short(activationAfter)}, L1 ${short(l1)}`,
    ...(predicted ? [`predicted ${predicted.inWords}`] : []),
    ...(judged ? [`the judge predicts ${judged.inWords}`] : []),
  ];
}

/** @throws InputError where the other run has other inputs or other classes. */
async function openJudge(
  { configuration: own }: LookedAtRun,
  runDir: string,
  {
    backend,
    onNotice,
  }: { readonly backend: BackendChoice; readonly onNotice: (line: string) => void },
): Promise<LookedAtRun> {
  const judge = await lookIntoRun(runDir, { backend, onNotice });
  const other = judge.configuration;
  for (const [what, ours, theirs] of [
    ['shape', own.shape, other.shape],
    ['classes', own.classes, other.classes],
    ['targets', own.task?.targets?.names ?? [], other.task?.targets?.names ?? []],
  ] as const) {
    if (JSON.stringify(ours) === JSON.stringify(theirs)) continue;
    throw new InputError(
      'experiment',
      `--judge: the run in ${runDir} has the ${what} [${theirs.join(', ')}], but the run that is visualized ` +
        `has [${ours.join(', ')}]; name a run of the same data`,
    );
  }
  if (judge.network.visibleShape.join() !== judge.network.inputShape.join()) {
    throw new InputError(
      'experiment',
      `--judge: the input of a network of words is made of its own word vectors, which another network cannot ` +
        `read; leave --judge out`,
    );
  }
  return judge;
}

async function realExamples(
  run: LookedAtRun,
  options: { layer: string; units: readonly number[]; top: number; topExamples: number },
): Promise<(TopExample & { readonly target: string })[][]> {
  const { test } = (await run.dataset()).splits;
  const { layer, units, top: count, topExamples: examples } = options;
  const found = await topExamples(run.network, test, { layer, units, count, examples });
  return found.map((best) =>
    best.map((example) => ({ ...example, target: targetText(run, test, example.index) })),
  );
}

function wordsOf(
  look: LookedAtNetwork,
  tokens: readonly Float32Array[],
): (readonly string[])[] | undefined {
  const { words } = look;
  if (!words) return undefined;
  return Array.from(tokens[0], (_, position) => tokens.map((nearest) => words[nearest[position]]));
}
