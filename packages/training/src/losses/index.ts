import { binaryCrossEntropy } from './binary-cross-entropy.ts';
import { crossEntropy } from './cross-entropy.ts';
import type { LossKind } from './loss-kind.ts';
import { positionCrossEntropy } from './position-cross-entropy.ts';
import { huber, meanSquaredError } from './squared-error.ts';

/** Our losses by name; an experiment declares more. */
export const losses: Readonly<Record<string, LossKind>> = {
  crossEntropy: crossEntropy as unknown as LossKind,
  binaryCrossEntropy,
  positionCrossEntropy: positionCrossEntropy as unknown as LossKind,
  meanSquaredError,
  huber: huber as unknown as LossKind,
};
