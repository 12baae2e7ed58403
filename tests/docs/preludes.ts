import path from 'node:path';
import { defineAxes, yes } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import type { Scope } from './run-example.ts';

/**
 * What the examples in the docstrings of a package take as given, by package: only what the reader
 * knows from the example before, or would put in for a name at once.
 */
export const preludes: Readonly<Record<string, () => Scope>> = {
  geometry: () => ({
    pixels: defineAxes({
      height: {
        patternsRecur: yes('a stroke may lie anywhere'),
        subsamplable: yes('a smaller digit'),
      },
      width: {
        patternsRecur: yes('a stroke may lie anywhere'),
        subsamplable: yes('a smaller digit'),
      },
    }),
  }),
  runs: () => ({
    folderOfRun: path.resolve(import.meta.dirname, '../fixtures/first-release/finished'),
  }),
  backend: () => ({ a: tf.ones([2, 3]), b: tf.ones([3, 2]) }),
};
