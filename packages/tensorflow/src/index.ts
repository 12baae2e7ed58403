// TensorFlow.js without what only browsers draw with (WebGL), other readers of data and converted models: those are
// three quarters of `@tensorflow/tfjs`. Tensors, layers and engines are the same, also beside that package.
import '@tensorflow/tfjs-backend-cpu';
import './chained-methods.ts';
import { version_core } from '@tensorflow/tfjs-core';

export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-layers';

/** Of TensorFlow.js, all of whose parts have the same. */
export const version = { tfjs: version_core } as const;
