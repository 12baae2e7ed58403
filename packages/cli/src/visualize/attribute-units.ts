import { type LookedAtRun, occlusionMap, type Prediction, saliencyMap } from '@axiswise/interpret';
import type { UnitCell } from '@axiswise/drawing';
import { InputError } from '@axiswise/messages';
import { short, targetText, unitTitle } from './captions.ts';

export interface AttributedUnit {
  readonly unit: number;
  readonly title: string;
  readonly activation: number;
  /** By position, `[...lengths]`. */
  readonly values: readonly number[];
}

/** Finds where one input matters for units, and draws it. */
export async function attributeUnits(
  run: LookedAtRun,
  options: {
    readonly kind: 'saliency' | 'occlusion';
    readonly layer: string;
    /** By default the outputs that the prediction rests on, or unit 0 of another layer. */
    readonly units: readonly number[] | undefined;
    readonly file: string | undefined;
    readonly example: number;
    /** Of maps: the position that is asked about; by default all together. */
    readonly position: readonly number[] | undefined;
    /** By default a seventh of each axis. */
    readonly window: number | undefined;
  },
): Promise<{
  readonly cells: readonly UnitCell[];
  readonly map: 'saliency' | 'occlusion';
  readonly what: string;
  readonly label?: string;
  /** The prediction for the input; `answered` is its name in JSON since the first release. */
  readonly predicted: Prediction['json'];
  readonly answered: Prediction['json'];
  readonly shape: readonly number[];
  readonly position?: readonly number[];
  readonly window?: readonly number[];
  readonly maps: readonly AttributedUnit[];
}> {
  const { kind, layer, position } = options;
  const { network, task } = run;
  const { input, what, label } = await inputOf(run, options);
  const [predicted] = run.predict([run.see(input)]);
  const units = options.units ?? [
    ...(run.unitName(layer, 0) === undefined ? [0] : outputsOf(run, predicted, position)),
  ];
  // A number may rise or fall where a part of the input is hidden; of a class or a label it counts what it falls by.
  const isNumber = run.unitName(layer, 0) !== undefined && task.kind.activation === 'linear';
  const lengths = network.inputShape.slice(0, -1);
  const window = lengths.map((length) =>
    Math.min(length, options.window ?? Math.max(1, Math.round(length / 7))),
  );
  // A word is an input of its own: several at once are hidden only on request.
  const ownWindow = run.words && options.window === undefined ? lengths.map(() => 1) : window;
  const cells: UnitCell[] = [
    {
      title: `the input${label === undefined ? '' : `, ${label}`}`,
      captions: [`predicted ${predicted.inWords}`],
      drawing: run.draw(input).drawing,
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
            blank: run.space.blank,
          });
    const size = (value: number): number => (isNumber ? Math.abs(value) : Math.max(0, value));
    const most = values.reduce((largest, value) => Math.max(largest, size(value)), 0);
    const title = unitTitle(run, layer, unit);
    const highlight = values.map((value) => (most > 0 ? size(value) / most : 0));
    cells.push({
      title,
      captions: [
        `activation ${short(activation)}`,
        kind === 'saliency'
          ? `largest gradient ${short(most)}`
          : `${isNumber ? 'changes' : 'falls'} by up to ${short(most)}`,
      ],
      drawing: run.draw(input, { highlight }).drawing,
      examples: [],
    });
    return { unit, title, activation, values: [...values] };
  });
  return {
    cells,
    map: kind,
    what: `${kind} of ${what}`,
    ...(label !== undefined && { label }),
    predicted: predicted.json,
    answered: predicted.json,
    ...(position && { position }),
    shape: lengths,
    ...(kind === 'occlusion' && { window: ownWindow }),
    maps,
  };
}

/** What a prediction rests on: of one position the class that is predicted there. */
function outputsOf(
  { task: { kind, form, modelOutputs } }: LookedAtRun,
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
  run: LookedAtRun,
  { file, example }: { readonly file: string | undefined; readonly example: number },
): Promise<{ input: Float32Array; what: string; label?: string }> {
  if (file !== undefined) {
    const examples = await run.decode(file);
    if (examples.length === 0) throw new InputError('usage', `--input: ${file} holds no example`);
    const [{ input, part }] = examples;
    return { input, what: part === undefined ? file : `${file}, ${part}` };
  }
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
