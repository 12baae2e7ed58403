import type { BuiltNetwork } from '@axiswise/layers';
import { InputError } from '@axiswise/messages';
import type { TrainingConfig } from './training-config.ts';

type PartSizes = Pick<TrainingConfig, 'batchSize' | 'gradientAccumulation'>;

/**
 * Checks that a network can be trained with batches of a size.
 *
 * @throws InputError where each batch has one example and a layer needs several.
 */
export function checkBatchSize(
  { layers }: Pick<BuiltNetwork['geometry'], 'layers'>,
  { batchSize, gradientAccumulation = 1 }: PartSizes,
): void {
  const needy = layers.find(({ kind }) => kind.needsSeveralExamples);
  if (batchSize >= 2 * gradientAccumulation || !needy) return;
  throw new InputError(
    'run',
    `${needy.name} normalises over the examples of a batch, so a batch must have at least 2, got a batch ` +
      `size of ${batchSize}${gradientAccumulation > 1 ? ` in ${gradientAccumulation} parts` : ''}; raise it, or take layerNormalization() or groupNormalization(…)`,
  );
}
