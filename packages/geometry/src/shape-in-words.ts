import { plural } from '@axiswise/messages';
import { equalSizesWithin, type SizedNetwork } from './width.ts';

/**
 * Writes in a sentence what bringing a network to a size did besides multiplying its widths;
 * undefined where it did nothing else.
 *
 * @example
 * const shape = { narrowest: 8, minimumWidth: 8, layersLeftOut: 0 };
 * shapeInWords({ ratio: 1, shape }); // 'its narrowest layers keep a width of 8, and the others are scaled further'
 */
export function shapeInWords({
  ratio,
  shape,
}: Pick<SizedNetwork, 'ratio' | 'shape'>): string | undefined {
  if (!shape) return undefined;
  const { narrowest, minimumWidth, layersLeftOut } = shape;
  const isTooLarge = ratio > 1 + equalSizesWithin;
  const done =
    layersLeftOut > 0
      ? `${plural(layersLeftOut, 'hidden layer')} ${layersLeftOut === 1 ? 'is' : 'are'} left out, since ` +
        `with all of them some would be narrower than ${minimumWidth}`
      : `its narrowest layers keep a width of ${narrowest}` +
        (isTooLarge ? '' : ', and the others are scaled further');
  return isTooLarge ? `${done}; it still has ${ratio.toFixed(2)} times the size asked for` : done;
}
