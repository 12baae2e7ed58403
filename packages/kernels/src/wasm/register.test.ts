import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { registerMissingGradients } from '../gradients/index.ts';
import { registerWasmTrainingKernels } from './index.ts';

// Needs a process of its own, in which no engine has been started, nor gradients registered.
it('registers after the wasm backend, silently and once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  expect(registerMissingGradients).toThrow(
    'import @tensorflow/tfjs or @tensorflow/tfjs-layers before',
  );
  await import('@tensorflow/tfjs-layers');
  await import('@tensorflow/tfjs-backend-cpu');
  expect(registerWasmTrainingKernels).toThrow('import @tensorflow/tfjs-backend-wasm first');
  await import('@tensorflow/tfjs-backend-wasm');
  const shipped = tf.getKernel('Conv2D', 'wasm');
  registerMissingGradients();
  registerWasmTrainingKernels();
  const ours = tf.getKernel('Conv2D', 'wasm');
  expect(ours).not.toBe(shipped);
  const gradient = tf.getGradient('Conv2D');
  registerMissingGradients();
  registerWasmTrainingKernels();
  expect(tf.getKernel('Conv2D', 'wasm')).toBe(ours);
  expect(tf.getGradient('Conv2D')).toBe(gradient);
  expect(warn).not.toHaveBeenCalled();
});

it('has every kernel that a gradient of TensorFlow.js calls', () => {
  // Pure JavaScript also has kernels that wasm lacks: for complex numbers, ragged tensors, strings
  // and drawing, and einsum, whose gradient no engine has.
  const names = (backend: string): string[] =>
    tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
  const here = new Set(names('wasm'));
  expect(names('cpu').filter((name) => !here.has(name))).toEqual([
    'Complex',
    'ComplexAbs',
    'Draw',
    'Einsum',
    'FFT',
    'IFFT',
    'Imag',
    'RaggedGather',
    'RaggedRange',
    'RaggedTensorToTensor',
    'Real',
    'StaticRegexReplace',
  ]);
});
