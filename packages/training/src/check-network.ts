import type { NetworkGeometry } from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import type { TrainingConfig } from './training-config.ts';

type Asked = Pick<TrainingConfig, 'batchSize' | 'gradientAccumulation' | 'mixup'>;

/**
 * Checks that a network can be trained as a configuration asks.
 *
 * @throws InputError where each batch has one example and a layer needs several, or tokens are to be mixed.
 */
export function checkNetwork(
  geometry: Pick<NetworkGeometry, 'input' | 'layers'> | undefined,
  { batchSize, gradientAccumulation = 1, mixup }: Asked,
): void {
  if (mixup !== undefined && geometry?.input.vocabularySize !== undefined) {
    throw new InputError(
      'run',
      'mixup takes means of two examples, and these examples are tokens, which have no mean; leave mixup out',
    );
  }
  const needy = geometry?.layers.find(({ kind }) => kind.needsSeveralExamples);
  if (batchSize >= 2 * gradientAccumulation || !needy) return;
  throw new InputError(
    'run',
    `${needy.name} normalises over the examples of a batch, so a batch must have at least 2, got a batch ` +
      `size of ${batchSize}${gradientAccumulation > 1 ? ` in ${gradientAccumulation} parts` : ''}; raise it, or take layerNormalization() or groupNormalization(…)`,
  );
}
