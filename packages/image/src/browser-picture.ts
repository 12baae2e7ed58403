import { InputError } from '@axiswise/messages';
import type { PictureShape } from './picture.ts';

/**
 * In a browser: decodes a picture file as a network's input, by the browser's own decoder.
 *
 * It is not resized, since every program resizes differently: give it the size that the network was trained on. A PNG
 * has the same pixels everywhere; those of a JPEG may differ by some levels of 255 from those in Node.
 *
 * @param bytes of a PNG, a JPEG, or what else the browser reads; transparent pictures are put on black.
 * @param shape 1 channel is grey: the picture must be grey then.
 * @returns `[height, width, channels]`, values from 0 to 1.
 * @throws InputError if the browser cannot read it, or it has another size, or colours for one channel.
 */
export async function decodePicture(
  bytes: Uint8Array<ArrayBuffer>,
  { height, width, channels }: PictureShape,
  name = 'the picture',
): Promise<Float32Array> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: 'none' });
  } catch (cause) {
    throw new InputError('data', `${name} is not a picture that this browser reads`, { cause });
  }
  if (picture.height !== height || picture.width !== width) {
    throw new InputError(
      'data',
      `${name} has ${picture.height}×${picture.width} pixels, but the network takes ${height}×${width}; ` +
        `make it that size`,
    );
  }
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Float32Array(height * width * channels);
  for (let i = 0; i < height * width; i++) {
    const [red, green, blue] = data.subarray(4 * i);
    if (channels === 3) values.set([red / 255, green / 255, blue / 255], 3 * i);
    else if (red === green && red === blue) values[i] = red / 255;
    else {
      throw new InputError(
        'data',
        `${name} has colours, but the network takes grey pictures; make it grey`,
      );
    }
  }
  return values;
}
