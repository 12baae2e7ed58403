import { type Preprocessing, preprocessings } from '@axiswise/image-models/preprocessings';
import { InputError } from '@axiswise/messages';
import type { Options } from 'yargs';

/** What a command is told of the pictures that a model from elsewhere takes. */
export const preprocessingOptions = {
  preprocessing: {
    type: 'string',
    choices: Object.keys(preprocessings),
    requiresArg: true,
    describe: 'preprocessing that the model was trained with: values 0…1, −1…1, 0…255, or as VGG',
  },
  'input-mean': {
    type: 'string',
    requiresArg: true,
    describe: "mean that is subtracted from the model's input, in its order of channels, as a,b,c",
  },
  'channel-order': {
    type: 'string',
    choices: ['rgb', 'bgr'] as const,
    requiresArg: true,
    describe: "order of the model's channels",
  },
} as const satisfies Record<string, Options>;

/**
 * The preprocessing that options describe; undefined where none of them is given.
 *
 * @throws InputError where the means are no numbers.
 */
export function preprocessingOf(args: {
  readonly preprocessing?: string | undefined;
  readonly inputMean?: string | undefined;
  readonly channelOrder?: 'rgb' | 'bgr' | undefined;
}): Preprocessing | undefined {
  const { preprocessing, inputMean, channelOrder } = args;
  if (preprocessing === undefined && inputMean === undefined && !channelOrder) return undefined;
  const named = preprocessings[(preprocessing ?? 'unit') as keyof typeof preprocessings];
  const mean = inputMean?.split(',').map((word) => (word.trim() === '' ? NaN : Number(word)));
  if (mean && !((mean.length === 1 || mean.length === 3) && mean.every(Number.isFinite))) {
    throw new InputError('usage', `--input-mean must be one or three numbers, got '${inputMean!}'`);
  }
  return { ...named, ...(mean && { mean }), ...(channelOrder && { channelOrder }) };
}
