import { softmaxKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import { through } from '../symbolic.ts';

// The model has a layer of its own for the probabilities, behind the logits.
implementLayer(softmaxKind, {
  build({ name, outputShape }, [x]) {
    const isAsItIs = x.shape.slice(1).join() === outputShape.join();
    // A single axis had a neighbour of length one, and axes without labels were spanned.
    return isAsItIs ? x : through(x, tf.layers.reshape({ name, targetShape: [...outputShape] }));
  },
});
