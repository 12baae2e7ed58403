import { arraySplit, type Split } from '@axiswise/data';
import { defineAxes, yes } from '@axiswise/geometry';
import { Random } from '@axiswise/random';
import { classificationOf } from './tasks/open-task.ts';

const both = { patternsRecur: yes('anywhere'), subsamplable: yes('smaller') };
export const pixels = defineAxes({ height: both, width: both });
export const shape = [6, 6, 1];
export const classes = 2;
export const task = classificationOf(classes);

/** Pictures with a horizontal or a vertical bar somewhere, in noise. */
export function bars(count: number, key: string): Split {
  const random = new Random(5, key);
  const inputs = Float32Array.from({ length: count * 36 }, () => random.uniform(0, 0.7));
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  labels.forEach((label, i) => {
    const place = random.integer(6);
    for (let j = 0; j < 6; j++) inputs[i * 36 + (label ? j * 6 + place : place * 6 + j)] += 0.6;
  });
  return arraySplit({ inputs, labels, shape, classes });
}
