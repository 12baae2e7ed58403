import { generatedSource } from '@axiswise/data';
import { drawMotion, motionClasses, motionShape } from './draw-motion.ts';

/**
 * Generated videos, 12 frames of 16 × 16: something moves up, down, left or right, slowly or fast. The
 * `motion` experiment without a download.
 */
export const motion = generatedSource({
  name: 'motion',
  description: 'generated videos of moving shapes, 12 frames of 16×16 grey (embedded, no download)',
  axes: ['time', 'height', 'width'],
  shape: motionShape,
  classes: motionClasses,
  records: { train: 4000, test: 1000 },
  draw: drawMotion,
  version: 1,
});
