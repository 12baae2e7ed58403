import { softmaxKind } from '@axiswise/geometry';
import { implementLayer } from '../layer-tensors.ts';

// The model has a layer of its own for it, behind the logits.
implementLayer(softmaxKind, { build: (_layer, [x]) => x });
