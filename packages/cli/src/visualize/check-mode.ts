import { InputError } from '@axiswise/messages';

// The options of a map, and those of gradient ascent: none is accepted and then ignored.
const mapOptions = ['input', 'example', 'window', 'at'];
const predictionOptions = ['choose'];
const ascentOptions = [
  ...[
    'minus',
    'l1',
    'ink',
    'l2',
    'squares',
    'total-variation',
    'steps',
    'step-size',
    'start',
    'starts',
  ],
  ...['jitter', 'blur', 'seed', 'top', 'top-examples', 'judge', 'each'],
];
/** What needs the data or the classes of a run. */
const runOptions = [
  ...['predictions', 'choose', 'top', 'top-examples', 'judge', 'example', 'data-dir'],
];
/** What a run says of itself. */
const modelOptions = [
  ...['preprocessing', 'input-mean', 'channel-order', 'size', 'class-names', 'blank'],
];

interface Arguments {
  readonly [option: string]: unknown;
  readonly map?: string | undefined;
}

/**
 * Requires options that go together.
 *
 * @param options.isModel whether an image model is looked into, and not a run.
 */
export function checkMode(args: Arguments, { isModel }: { readonly isModel: boolean }): void {
  const given = (options: readonly string[]): string | undefined =>
    options.find((option) => args[option] !== undefined);
  checkPlace(args, isModel, given(isModel ? runOptions : modelOptions));
  if (args['predictions'] !== undefined) {
    const other = given([...mapOptions, ...ascentOptions, 'map', 'layer', 'units']);
    if (other === undefined) return;
    throw new InputError(
      'usage',
      `--${other} looks at units, and --predictions draws test examples; leave one out`,
    );
  }
  const alone = given(predictionOptions);
  if (alone !== undefined) throw new InputError('usage', `--${alone} is for --predictions`);
  const misplaced = given(args.map === undefined ? mapOptions : ascentOptions);
  if (misplaced !== undefined) {
    throw new InputError(
      'usage',
      args.map === undefined
        ? `--${misplaced} is for --map`
        : `--${misplaced} is for gradient ascent and not for --map; leave one out`,
    );
  }
  if (args.map === 'saliency' && args['window'] !== undefined) {
    throw new InputError('usage', '--window is for --map occlusion; a saliency map has none');
  }
  if (args['input'] !== undefined && args['example'] !== undefined) {
    throw new InputError(
      'usage',
      '--input and --example both name the input of the map; give one of them',
    );
  }
  if (args['top'] === undefined && args['top-examples'] !== undefined) {
    throw new InputError('usage', '--top-examples is for --top, which says how many to show');
  }
}

function checkPlace(args: Arguments, isModel: boolean, misplaced: string | undefined): void {
  if (misplaced !== undefined) {
    throw new InputError(
      'usage',
      isModel
        ? `--${misplaced} needs a run, whose data are known, and a model alone has none; leave it out`
        : `--${misplaced} is for the model.json of an image model; a run says it of itself, so leave it out`,
    );
  }
  if (isModel && args.map !== undefined && args['input'] === undefined) {
    throw new InputError(
      'usage',
      '--map needs --input, a picture, where a model is looked into: it has no test examples',
    );
  }
}
