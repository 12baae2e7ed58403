import {
  batchNormalization,
  defineAxes,
  dense,
  deriveNetwork,
  dropout,
  embedding,
  flatten,
  globalPooling,
  inputOf,
  no,
  yes,
} from '@axiswise/geometry';
import { buildNetwork, type BuiltNetwork } from '@axiswise/layers';
import { classificationOf } from '../tasks/open-task.ts';

const axes = defineAxes({
  time: { patternsRecur: yes('anywhere'), subsamplable: no('words are missing') },
  embedding: { patternsRecur: no('no order'), subsamplable: no('it loses meaning') },
});

export const shape = [3, 1];
export const classes = 2;
export const task = classificationOf(classes);

/**
 * Tokens from 0 to 5 → embedding → mean over time → batch normalisation → dropout → dense layer whose units
 * have a largest norm.
 */
export function smallNetwork(options: {
  /** Of the vectors. */
  readonly width: number;
  /** The rate of dropout; by default there is none. */
  readonly dropout?: number;
  /** Whether there is batch normalisation; by default there is none. */
  readonly normalized?: boolean;
}): BuiltNetwork {
  const geometry = deriveNetwork(inputOf(axes, shape, { names: ['time'], vocabularySize: 6 }), [
    embedding(options.width, { along: 'embedding' }),
    globalPooling(['time'], { keep: 'average' }),
    flatten(),
    ...(options.normalized ? [batchNormalization()] : []),
    ...(options.dropout === undefined ? [] : [dropout(options.dropout)]),
    dense(classes, { activation: 'softmax', maxNorm: 0.9 }),
  ]);
  return buildNetwork(geometry, { seed: 1 });
}
