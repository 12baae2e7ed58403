import { simdKernels, type WasmBackend } from '@axiswise/kernels/wasm';
import * as tf from '@axiswise/tensorflow';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { useBackend } from '../engine.ts';
import { checkKernels } from './kernels.fixture.ts';

// Needs a process of its own: kernels are compiled once in each.
describe('without vector loops, wasm kernels agree with pure JavaScript too', () => {
  beforeAll(async () => {
    await useBackend('wasm');
    // Simulates a machine without vector instructions, which refuses the module.
    vi.spyOn(WebAssembly, 'Module').mockImplementation(function () {
      throw new WebAssembly.CompileError('no vector instructions');
    });
    expect(simdKernels(tf.backend() as WasmBackend)).toBeUndefined();
  });
  afterAll(() => void vi.restoreAllMocks());

  checkKernels();
});
