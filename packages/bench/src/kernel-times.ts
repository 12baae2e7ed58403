import * as tf from '@axiswise/tensorflow';

/** The time that a kernel of TensorFlow.js took. */
export interface KernelTime {
  /** `Conv2DBackpropFilter`; one that another calls is listed with it: `Conv2DBackpropInput > Pad`. */
  readonly kernel: string;
  /** Without that of the kernels that it calls. */
  readonly milliseconds: number;
  readonly calls: number;
}

/** Times the kernels of an engine from now on. */
export interface KernelClock {
  /** Since the last call, the longest first. */
  read(): KernelTime[];
  /** Puts the kernels back as they were. */
  stop(): void;
}

/**
 * Puts a clock around every kernel that is registered for an engine. Engines here compute while they are
 * called, so that the time of a call is that of its work.
 */
export function startKernelClock(backend: string): KernelClock {
  const times = new Map<string, { milliseconds: number; calls: number }>();
  const path: string[] = [];
  /** Milliseconds within the kernels that the present one has called. */
  let inner = 0;
  const kernels = tf.getKernelsForBackend(backend);
  const replaceEach = (of: (kernel: tf.KernelConfig) => tf.KernelConfig): void => {
    for (const kernel of kernels) {
      tf.unregisterKernel(kernel.kernelName, backend);
      tf.registerKernel(of(kernel));
    }
  };
  const timed = (kernel: tf.KernelConfig): tf.KernelConfig => ({
    ...kernel,
    kernelFunc(args) {
      path.push(kernel.kernelName);
      const key = path.join(' > ');
      const before = inner;
      inner = 0;
      const start = performance.now();
      try {
        return kernel.kernelFunc(args);
      } finally {
        const took = performance.now() - start;
        const time = times.get(key) ?? { milliseconds: 0, calls: 0 };
        times.set(key, {
          milliseconds: time.milliseconds + took - inner,
          calls: time.calls + 1,
        });
        inner = before + took;
        path.pop();
      }
    },
  });
  replaceEach(timed);
  return {
    read() {
      const read = [...times]
        .map(([kernel, time]) => ({ kernel, ...time }))
        .sort((a, b) => b.milliseconds - a.milliseconds);
      times.clear();
      return read;
    },
    stop: () => replaceEach((kernel) => kernel),
  };
}
