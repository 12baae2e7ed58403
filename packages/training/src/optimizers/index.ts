import { adadelta } from './adadelta.ts';
import { adam } from './adam.ts';
import type { OptimizerKind } from './optimizer-kind.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

/** Our optimizers by name; an experiment declares more. */
export const optimizers: Readonly<Record<string, OptimizerKind>> = {
  sgd,
  adam,
  rmsprop,
  adadelta,
};
