import {
  type LookedAtNetwork,
  type LookedAtRun,
  occlusionMap,
  type Prediction,
  saliencyMap,
} from '@axiswise/interpret';
import type { UnitCell } from '@axiswise/drawing';
import { InputError } from '@axiswise/messages';
import type { Task } from '@axiswise/training';
import { short, targetText, unitTitle } from './captions.ts';

export interface AttributedUnit {
  readonly unit: number;
  readonly title: string;
  readonly activation: number;
  /** By position, `[...lengths]`. */
  readonly values: readonly number[];
}

/** What a map is drawn of. */
export type MapInput =
  { readonly file: string } | { readonly run: LookedAtRun; readonly example: number };

/** Finds where one input matters for units, and draws it. */
export async function attributeUnits(
  look: LookedAtNetwork,
  options: {
    readonly kind: 'saliency' | 'occlusion';
    readonly layer: string;
    /** By default the outputs that the prediction rests on, or unit 0 of another layer. */
    readonly units: readonly number[] | undefined;
    /** The input: a file, or a test example of a run. */
    readonly input: MapInput;
    /** Of maps: the position that is asked about; by default all together. */
    readonly position: readonly number[] | undefined;
    /** By default a seventh of each axis. */
    readonly window: number | undefined;
    /**
     * Moves the window by a quarter of its size instead of by one position: for inputs of many positions, of which
     * windows one position apart hide almost the same.
     */
    readonly coarse: boolean;
  },
): Promise<{
  readonly cells: readonly UnitCell[];
  readonly map: 'saliency' | 'occlusion';
  readonly what: string;
  readonly label?: string;
  /** The prediction for the input; `answered` is its name in JSON since the first release. */
  readonly predicted?: Prediction['json'];
  readonly answered?: Prediction['json'];
  readonly shape: readonly number[];
  readonly position?: readonly number[];
  readonly window?: readonly number[];
  readonly stride?: readonly number[];
  readonly maps: readonly AttributedUnit[];
}> {
  const { kind, layer, position, coarse } = options;
  const { network, task } = look;
  const { input, what, label } = await inputOf(look, options.input);
  const [predicted] = look.predict([look.see(input)]) as readonly (Prediction | undefined)[];
  const units = options.units ?? [
    ...(look.unitName(layer, 0) === undefined || !task || !predicted
      ? [0]
      : outputsOf(task, predicted, position)),
  ];
  // A number may rise or fall where a part of the input is hidden; of a class or a label it counts what it falls by.
  const isNumber = look.unitName(layer, 0) !== undefined && task?.kind.activation === 'linear';
  const lengths = network.inputShape.slice(0, -1);
  const window = lengths.map((length) =>
    Math.min(length, options.window ?? Math.max(1, Math.round(length / 7))),
  );
  // A word is an input of its own: several at once are hidden only on request.
  const ownWindow = look.words && options.window === undefined ? lengths.map(() => 1) : window;
  const stride = coarse ? ownWindow.map((size) => Math.max(1, Math.round(size / 4))) : undefined;
  const cells: UnitCell[] = [
    {
      title: `the input${label === undefined ? '' : `, ${label}`}`,
      captions: predicted ? [`predicted ${predicted.inWords}`] : [],
      drawing: look.draw(input).drawing,
      examples: [],
    },
  ];
  const maps = units.map((unit): AttributedUnit => {
    const { values, activation } =
      kind === 'saliency'
        ? saliencyMap(network, input, { layer, unit, position })
        : occlusionMap(network, input, {
            ...{ layer, unit, position },
            window: ownWindow,
            stride,
            blank: look.space.blank,
          });
    const size = (value: number): number => (isNumber ? Math.abs(value) : Math.max(0, value));
    const most = values.reduce((largest, value) => Math.max(largest, size(value)), 0);
    const title = unitTitle(look, layer, unit);
    const highlight = values.map((value) => (most > 0 ? size(value) / most : 0));
    cells.push({
      title,
      captions: [
        `activation ${short(activation)}`,
        kind === 'saliency'
          ? `largest gradient ${short(most)}`
          : `${isNumber ? 'changes' : 'falls'} by up to ${short(most)}`,
      ],
      drawing: look.draw(input, { highlight }).drawing,
      examples: [],
    });
    return { unit, title, activation, values: [...values] };
  });
  return {
    cells,
    map: kind,
    what: `${kind} of ${what}`,
    ...(label !== undefined && { label }),
    ...(predicted && { predicted: predicted.json, answered: predicted.json }),
    ...(position && { position }),
    shape: lengths,
    ...(kind === 'occlusion' && { window: ownWindow, ...(stride && { stride }) }),
    maps,
  };
}

/** What a prediction rests on: of one position the class that is predicted there. */
function outputsOf(
  { kind, form, modelOutputs }: Task,
  { outputs, values }: Prediction,
  position: readonly number[] | undefined,
): readonly number[] {
  if (!position) return outputs;
  const { shape } = modelOutputs;
  const units = shape[shape.length - 1];
  const place = position.reduce((sum, index, i) => sum * shape[i] + index, 0);
  const there = values.subarray(place * units, (place + 1) * units);
  return there.length === units ? kind.predictedOutputs(there, form) : outputs;
}

async function inputOf(
  look: LookedAtNetwork,
  of: MapInput,
): Promise<{ input: Float32Array; what: string; label?: string }> {
  if ('file' in of) {
    const { file } = of;
    const examples = await look.decode(file);
    if (examples.length === 0) throw new InputError('usage', `--input: ${file} holds no example`);
    const [{ input, part }] = examples;
    return { input, what: part === undefined ? file : `${file}, ${part}` };
  }
  const { run, example } = of;
  const { splits } = await run.dataset();
  if (example >= splits.test.length) {
    throw new InputError(
      'usage',
      `--example must be the number of a test example from 0 to ${splits.test.length - 1}, got ${example}`,
    );
  }
  const size = run.network.inputShape.reduce((product, length) => product * length, 1);
  const input = new Float32Array(size);
  await splits.test.gather([example], input);
  return {
    input,
    what: `test example ${example}`,
    label: targetText(run, splits.test, example),
  };
}
