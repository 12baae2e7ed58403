/** Where the numbers of a picture, or of pictures one after another, lie. */
export interface PictureLayout {
  /** Pictures that are changed alike: the frames of a video; 1 for a picture. */
  readonly frames: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The layout of an example `[…, height, width, channels]`. */
export function layoutOf(shape: readonly number[]): PictureLayout {
  const [height, width, channels] = shape.slice(-3);
  const frames = shape.slice(0, -3).reduce((product, length) => product * length, 1);
  return { frames, height, width, channels };
}

// All of these change pixels `frames × height × width × channels` in place.

/** Moves pictures down and to the right by whole pixels. What comes in is 0, what leaves is lost. */
export function shiftPicture(
  pixels: Float32Array,
  layout: PictureLayout,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): void {
  const { height, width, channels } = layout;
  const before = pixels.slice();
  pixels.fill(0);
  const left = Math.max(-columns, 0);
  const right = Math.min(width, width - columns);
  if (left >= right) return;
  eachRow(layout, (start, y) => {
    const from = y - rows;
    if (from < 0 || from >= height) return;
    const source = start + (from - y) * width * channels;
    pixels.set(
      before.subarray(source + left * channels, source + right * channels),
      start + (left + columns) * channels,
    );
  });
}

/** Mirrors pictures along an axis: left and right change places along the width. */
export function flipPicture(
  pixels: Float32Array,
  layout: PictureLayout,
  along: 'height' | 'width',
): void {
  const { height, width, channels } = layout;
  const before = pixels.slice();
  eachRow(layout, (start, y) => {
    for (let x = 0; x < width; x++) {
      const to = start + x * channels;
      const from =
        along === 'height'
          ? to + (height - 1 - 2 * y) * width * channels
          : start + (width - 1 - x) * channels;
      for (let c = 0; c < channels; c++) pixels[to + c] = before[from + c];
    }
  });
}

/**
 * Rotates pictures about their middle, counter-clockwise, with bilinear interpolation. What comes in is 0, as
 * with `zeros` in PyTorch's `grid_sample`.
 */
export function rotatePicture(pixels: Float32Array, layout: PictureLayout, degrees: number): void {
  const { height, width } = layout;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
  interpolate(pixels, layout, (y, x) => [
    middleY + cos * (y - middleY) + sin * (x - middleX),
    middleX + cos * (x - middleX) - sin * (y - middleY),
  ]);
}

/** A rectangle of a picture, in pixels. */
export interface Region {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Stretches a region of pictures to their full size, with bilinear interpolation between the middles of
 * pixels, as PyTorch's `interpolate` does (`align_corners=False`).
 */
export function cropPicture(pixels: Float32Array, layout: PictureLayout, region: Region): void {
  const place = (at: number, from: number, length: number, all: number): number =>
    from + Math.min(Math.max(((at + 0.5) * length) / all - 0.5, 0), length - 1);
  interpolate(pixels, layout, (y, x) => [
    place(y, region.top, region.height, layout.height),
    place(x, region.left, region.width, layout.width),
  ]);
}

/** Sets a region of pictures to 0; what of it lies outside is left out. */
export function eraseRegion(pixels: Float32Array, layout: PictureLayout, region: Region): void {
  const { width, channels } = layout;
  const left = Math.max(region.left, 0);
  const right = Math.min(region.left + region.width, width);
  if (left >= right) return;
  eachRow(layout, (start, y) => {
    if (y < region.top || y >= region.top + region.height) return;
    pixels.fill(0, start + left * channels, start + right * channels);
  });
}

/** By how much the colours of a picture change; 1 leaves them as they are. */
export interface ColourFactors {
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
}

/**
 * Changes brightness, then contrast, then saturation of pictures of red, green and blue, each a number from
 * 0 to 1, as torchvision's `adjust_brightness`, `adjust_contrast` and `adjust_saturation` do: a mixture with
 * black, with the mean grey of the picture, and with the grey of each pixel, which stays from 0 to 1.
 */
export function changeColours(
  pixels: Float32Array,
  { frames }: Pick<PictureLayout, 'frames'>,
  { brightness, contrast, saturation }: ColourFactors,
): void {
  const size = pixels.length / frames;
  for (let frame = 0; frame < frames; frame++) {
    const picture = pixels.subarray(frame * size, (frame + 1) * size);
    mix(picture, brightness, () => 0);
    let sum = 0;
    for (let i = 0; i < size; i += 3) sum += greyAt(picture, i);
    const mean = (sum * 3) / size;
    mix(picture, contrast, () => mean);
    mix(picture, saturation, (i) => greyAt(picture, i));
  }
}

/** The brightness of a pixel (ITU-R BT.601). */
const greyAt = (picture: Float32Array, i: number): number =>
  0.2989 * picture[i] + 0.587 * picture[i + 1] + 0.114 * picture[i + 2];

/** Mixes each pixel with a grey. */
function mix(picture: Float32Array, factor: number, greyOf: (pixel: number) => number): void {
  if (factor === 1) return;
  for (let i = 0; i < picture.length; i += 3) {
    const share = (1 - factor) * greyOf(i);
    for (let c = i; c < i + 3; c++) {
      picture[c] = Math.min(Math.max(factor * picture[c] + share, 0), 1);
    }
  }
}

/** Calls with the place of the first number of each row of each picture, and the row. */
function eachRow(layout: PictureLayout, call: (start: number, y: number) => void): void {
  const { frames, height, width, channels } = layout;
  for (let row = 0; row < frames * height; row++) call(row * width * channels, row % height);
}

/** Gives each pixel the value that pictures have at another place, between pixels too; outside it is 0. */
function interpolate(
  pixels: Float32Array,
  { frames, height, width, channels }: PictureLayout,
  source: (y: number, x: number) => readonly [y: number, x: number],
): void {
  const before = pixels.slice();
  const size = height * width * channels;
  // Of the four pixels around a place: where they begin, and their shares.
  const from = new Int32Array(4);
  const shares = new Float64Array(4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sourceY, sourceX] = source(y, x);
      const [top, left] = [Math.floor(sourceY), Math.floor(sourceX)];
      const [down, right] = [sourceY - top, sourceX - left];
      for (let corner = 0; corner < 4; corner++) {
        const [below, beside] = [corner >> 1, corner & 1];
        const [row, column] = [top + below, left + beside];
        const isInside = row >= 0 && row < height && column >= 0 && column < width;
        from[corner] = isInside ? (row * width + column) * channels : 0;
        shares[corner] = isInside
          ? (below === 1 ? down : 1 - down) * (beside === 1 ? right : 1 - right)
          : 0;
      }
      const to = (y * width + x) * channels;
      for (let start = 0; start < frames * size; start += size) {
        for (let c = start; c < start + channels; c++) {
          pixels[to + c] =
            shares[0] * before[from[0] + c] +
            shares[1] * before[from[1] + c] +
            shares[2] * before[from[2] + c] +
            shares[3] * before[from[3] + c];
        }
      }
    }
  }
}
