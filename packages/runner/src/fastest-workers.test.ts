import { describe, expect, it } from 'vitest';
import { type DividedWork, fastestWorkers } from './fastest-workers.ts';

/** The lecture's network on MNIST: three times its forward pass, 128 examples a step, 12 epochs. */
const images: DividedWork = {
  backend: 'wasm',
  macs: 3 * 1_639_350 * 128,
  examples: 128,
  exchanged: 137_660,
  steps: 12 * 446,
  cores: 2,
};

describe('fastestWorkers', () => {
  it('takes both cores where a step is long', () => {
    // 629 million multiply-accumulates at 30 million a millisecond; 1.1 / 2 of them, 0.5 + 0.06 + 2.75 besides.
    const { workers, alone, together } = fastestWorkers(images);
    expect(workers).toBe(2);
    expect(alone).toBeCloseTo(21.0, 1);
    expect(together).toBeCloseTo(14.9, 1);
  });

  it('takes one where a few steps are over before a thread has started', () => {
    expect(fastestWorkers({ ...images, steps: 100 }).workers).toBe(1);
  });

  it('takes one where a step is so short that the exchange costs more', () => {
    expect(fastestWorkers({ ...images, macs: 1e7, steps: 1e6 }).workers).toBe(1);
  });

  it('takes one for many weights in short steps, as two were measured to be slower there', () => {
    // The default network of `spectrograms` with 64 filters, on native TensorFlow (docs/speed.md).
    const spectrograms = { macs: 3 * 1_190_656 * 64, examples: 64, exchanged: 126_026 };
    const work = { ...spectrograms, steps: 1e6, cores: 2 };
    expect(fastestWorkers({ ...work, backend: 'tensorflow' }).workers).toBe(1);
    expect(fastestWorkers({ ...work, backend: 'wasm' }).workers).toBe(2);
  });

  it('takes one on one core', () => {
    expect(fastestWorkers({ ...images, cores: 1 }).workers).toBe(1);
  });

  it('takes fewer than there are cores where the exchange would outweigh the gain', () => {
    // The derivative of 1.1 · 21 / n + 0.03 · n is zero at √(23.1 / 0.03) = 28.
    expect(fastestWorkers({ ...images, cores: 64 }).workers).toBe(28);
  });

  it('never takes more than a step has examples', () => {
    expect(fastestWorkers({ ...images, examples: 4, cores: 64 }).workers).toBe(4);
  });
});
