import type { TargetForm } from '@axiswise/data';
import type { Random } from '@axiswise/random';
import {
  changeColours,
  cropPicture,
  eraseRegion,
  flipPicture,
  layoutOf,
  rotatePicture,
  shiftPicture,
} from './transforms.ts';

type Values = Readonly<Record<string, number>>;

/** A training picture `[…, height, width, channels]` that is changed in place; frames of a video alike. */
interface AugmentedPicture<Settings extends Values> {
  readonly input: Float32Array;
  readonly shape: readonly number[];
  readonly label: number;
  readonly random: Random;
  readonly settings: Settings;
}

/** The data that an augmentation is asked for. */
interface AugmentedPictures {
  /** Of the data set. */
  readonly data: string;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly targets?: TargetForm | undefined;
}

/** An augmentation as `@axiswise/training` takes it: declare it under `augmentations` of an experiment. */
interface PictureAugmentation<Settings extends Values> {
  readonly describe: string;
  readonly settings: {
    readonly [Name in keyof Settings]: {
      readonly default: number;
      readonly from?: number;
      readonly above?: number;
      readonly to?: number;
      readonly below?: number;
    };
  };
  refuses(data: AugmentedPictures): string | undefined;
  augment(picture: AugmentedPicture<Settings>): void;
}

/** Why pictures cannot be moved about. */
function notMovable({ axes, targets }: AugmentedPictures): string | undefined {
  const isPicture = axes.at(-2) === 'height' && axes.at(-1) === 'width';
  if (!isPicture) return `it changes height and width, and the axes are ${axes.join(', ')}`;
  return targets && targets.shape.length > 1
    ? 'there is a target for each position, which does not move with the picture'
    : undefined;
}

/** From `-largest` to `largest`. */
const either = (random: Random, largest: number): number => random.uniform(-largest, largest);

/** Moves pictures by whole pixels along both axes; what comes in is 0. */
export const shift: PictureAugmentation<{
  /** The largest shift, as a part of the length of each axis. */
  readonly distance: number;
}> = {
  describe: 'moved by up to a part (distance) of height and of width',
  settings: { distance: { default: 0.1, from: 0, to: 1 } },
  refuses: notMovable,
  augment({ input, shape, random, settings: { distance } }) {
    const layout = layoutOf(shape);
    const along = (length: number): number => {
      const most = Math.round(distance * length);
      return random.integer(2 * most + 1) - most;
    };
    const rows = along(layout.height);
    shiftPicture(input, layout, { rows, columns: along(layout.width) });
  },
};

/**
 * Mirrors pictures along an axis. Declare it only where a mirrored picture shows the same; {@link exceptFor}
 * names the data where it does not.
 */
export const flip = (
  along: 'height' | 'width',
): PictureAugmentation<{
  /** With which pictures are mirrored. */
  readonly probability: number;
}> => ({
  describe: `mirrored along the ${along}, with a probability`,
  settings: { probability: { default: 0.5, from: 0, to: 1 } },
  refuses: notMovable,
  augment({ input, shape, random, settings: { probability } }) {
    if (random.uniform() < probability) flipPicture(input, layoutOf(shape), along);
  },
});

/** Stretches a random part to the full size (Szegedy et al. 2015, "Going deeper with convolutions"). */
export const crop: PictureAugmentation<{
  /** The smallest part of the area that is left. */
  readonly area: number;
}> = {
  describe: 'a random part of at least so much of the area, stretched to the full size',
  settings: { area: { default: 0.6, above: 0, to: 1 } },
  refuses: notMovable,
  augment({ input, shape, random, settings: { area } }) {
    const layout = layoutOf(shape);
    const side = Math.sqrt(random.uniform(area, 1));
    // Sides are up to a third longer than each other.
    const ratio = Math.sqrt((4 / 3) ** either(random, 1));
    const part = (length: number, of: number): number =>
      Math.min(Math.max(Math.round(length * of), 1), length);
    const height = part(layout.height, side * ratio);
    const width = part(layout.width, side / ratio);
    const top = random.integer(layout.height - height + 1);
    cropPicture(input, layout, {
      top,
      left: random.integer(layout.width - width + 1),
      height,
      width,
    });
  },
};

/** Rotates pictures about their middle, with bilinear interpolation; what comes in is 0. */
export const rotation: PictureAugmentation<{
  /** The largest angle, either way. */
  readonly degrees: number;
}> = {
  describe: 'rotated by up to so many degrees',
  settings: { degrees: { default: 15, from: 0, to: 180 } },
  refuses: notMovable,
  augment({ input, shape, random, settings: { degrees } }) {
    rotatePicture(input, layoutOf(shape), either(random, degrees));
  },
};

/** Changes brightness, contrast and saturation, each by a factor from `1 − setting` to `1 + setting`. */
export const colour: PictureAugmentation<{
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
}> = {
  describe: 'brightness, contrast and saturation changed by up to so much',
  settings: {
    brightness: { default: 0.2, from: 0, to: 1 },
    contrast: { default: 0.2, from: 0, to: 1 },
    saturation: { default: 0.2, from: 0, to: 1 },
  },
  refuses({ shape }) {
    const channels = shape.at(-1);
    return channels === 3
      ? undefined
      : `it needs pictures with 3 channels (red, green, blue), and these have ${channels}`;
  },
  augment({ input, shape, random, settings }) {
    const factor = (by: number): number => 1 + either(random, by);
    changeColours(input, layoutOf(shape), {
      brightness: factor(settings.brightness),
      contrast: factor(settings.contrast),
      saturation: factor(settings.saturation),
    });
  },
};

/**
 * Sets a square to 0 whose middle is anywhere in the picture (DeVries and Taylor 2017, "Improved
 * regularization of convolutional neural networks with cutout").
 */
export const cutout: PictureAugmentation<{
  /** Of the square, as a part of the shorter axis. */
  readonly side: number;
}> = {
  describe: 'a square set to 0, its side a part of the shorter axis',
  settings: { side: { default: 0.25, from: 0, to: 1 } },
  refuses: notMovable,
  augment({ input, shape, random, settings }) {
    const layout = layoutOf(shape);
    const side = Math.round(settings.side * Math.min(layout.height, layout.width));
    const from = (length: number): number => random.integer(length) - Math.floor(side / 2);
    const top = from(layout.height);
    const left = from(layout.width);
    eraseRegion(input, layout, { top, left, height: side, width: side });
  },
};

/**
 * An augmentation that some data refuses.
 *
 * @param reasons by the name of a data set, why its pictures would become something else.
 */
export const exceptFor = <Settings extends Values>(
  reasons: Readonly<Record<string, string>>,
  augmentation: PictureAugmentation<Settings>,
): PictureAugmentation<Settings> => ({
  ...augmentation,
  refuses: (data) =>
    Object.hasOwn(reasons, data.data) ? reasons[data.data] : augmentation.refuses(data),
});
