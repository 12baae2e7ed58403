import * as tf from '@tensorflow/tfjs-core';
import {
  addPicked,
  copyPicked,
  foldedShape,
  inputPositions,
  picksOf,
  unfoldedShape,
  type Unfolding,
} from './unfolding.ts';

interface JavaScriptBackend {
  readonly data: { get(id: tf.DataId): { readonly values: Float32Array } };
  makeTensorInfo(shape: readonly number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
}

/** Adds `Unfold` and `Fold` to the engine of pure JavaScript. Safe to call repeatedly. */
export function registerCpuUnfold(): void {
  if (tf.getKernel('Unfold', 'cpu')) return;
  const register = (
    kernelName: string,
    shapeOf: (x: tf.TensorInfo, unfolding: Unfolding) => number[],
    compute: typeof copyPicked,
  ): void =>
    tf.registerKernel({
      kernelName,
      backendName: 'cpu',
      kernelFunc: ({ inputs: { x }, attrs, backend }) => {
        const unfolding = attrs as unknown as Unfolding;
        const { data, makeTensorInfo } = backend as JavaScriptBackend;
        const shape = shapeOf(x!, unfolding);
        const [folded] = kernelName === 'Fold' ? [shape] : [x!.shape];
        const out = new Float32Array(tf.util.sizeFromShape(shape));
        const sizes = {
          batch: folded[0],
          positions: inputPositions(unfolding),
          size: folded[folded.length - 1],
        };
        compute(data.get(x!.dataId).values, picksOf(unfolding), sizes, out);
        return makeTensorInfo.call(backend, shape, 'float32', out);
      },
    });
  register(
    'Unfold',
    ({ shape }, unfolding) => unfoldedShape(unfolding, shape[0], shape[shape.length - 1]),
    copyPicked,
  );
  register('Fold', ({ shape }, unfolding) => foldedShape(unfolding, shape), addPicked);
}
