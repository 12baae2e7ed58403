import { type LookedAtRun, occlusionMap, type Prediction, saliencyMap } from '@axiswise/interpret';
import type { UnitCell } from '@axiswise/drawing';
import { InputError } from '@axiswise/messages';
import { predictionText, short, unitTitle } from './captions.ts';

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
    /** By default the predicted class, or unit 0 of another layer. */
    readonly units: readonly number[] | undefined;
    readonly file: string | undefined;
    readonly example: number;
    /** By default a seventh of each axis. */
    readonly window: number | undefined;
  },
): Promise<{
  readonly cells: readonly UnitCell[];
  readonly map: 'saliency' | 'occlusion';
  readonly what: string;
  readonly label?: string;
  /** The prediction for the input; `answered` is its name in JSON since the first release. */
  readonly predicted: Prediction;
  readonly answered: Prediction;
  readonly shape: readonly number[];
  readonly window?: readonly number[];
  readonly maps: readonly AttributedUnit[];
}> {
  const { kind, layer } = options;
  const { network, configuration } = run;
  const { input, what, label } = await inputOf(run, options);
  const [predicted] = run.predict([run.see(input)]);
  const units = options.units ?? [
    run.unitName(layer, 0) === undefined ? 0 : configuration.classes.indexOf(predicted.label),
  ];
  const lengths = network.inputShape.slice(0, -1);
  const window = lengths.map((length) =>
    Math.min(length, options.window ?? Math.max(1, Math.round(length / 7))),
  );
  // A word is an input of its own: several at once are hidden only on request.
  const ownWindow = run.words && options.window === undefined ? lengths.map(() => 1) : window;
  const cells: UnitCell[] = [
    {
      title: `the input${label === undefined ? '' : `, ${label}`}`,
      captions: [`predicted ${predictionText(predicted)}`],
      drawing: run.draw(input).drawing,
      examples: [],
    },
  ];
  const maps = units.map((unit): AttributedUnit => {
    const { values, activation } =
      kind === 'saliency'
        ? saliencyMap(network, input, { layer, unit })
        : occlusionMap(network, input, {
            ...{ layer, unit },
            window: ownWindow,
            blank: run.space.blank,
          });
    const most = values.reduce((largest, value) => Math.max(largest, value), 0);
    const title = unitTitle(run, layer, unit);
    const highlight = values.map((value) => (most > 0 ? Math.max(0, value) / most : 0));
    cells.push({
      title,
      captions: [
        `activation ${short(activation)}`,
        kind === 'saliency' ? `largest gradient ${short(most)}` : `falls by up to ${short(most)}`,
      ],
      drawing: run.draw(input, highlight).drawing,
      examples: [],
    });
    return { unit, title, activation, values: [...values] };
  });
  return {
    cells,
    map: kind,
    what: `${kind} of ${what}`,
    ...(label !== undefined && { label }),
    predicted,
    answered: predicted,
    shape: lengths,
    ...(kind === 'occlusion' && { window: ownWindow }),
    maps,
  };
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
  const { splits, classes } = await run.dataset();
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
    label: classes[splits.test.labels[example]],
  };
}
