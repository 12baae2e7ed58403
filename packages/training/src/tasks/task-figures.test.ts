import { expect, it } from 'vitest';
import { classification } from './classification.ts';
import { multiLabel } from './multi-label.ts';
import { positionClassification } from './position-classification.ts';
import { regression } from './regression.ts';

const texts = (svg: string): string[] =>
  [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);

it('draws precision and recall of each label, with how many they are of', () => {
  const form = { classes: [], targets: { task: 'multi-label', shape: [2], names: ['red', 'new'] } };
  const test = {
    targets: Float32Array.of(1, 0, 1, 0, 0, 1, 1, 1),
    predictions: Float32Array.of(0.9, 0.1, 0.2, 0.7, 0.8, 0.9, 0.6, 0.1),
  };
  // Red is right in 2 of 3 predictions and 2 of 3 examples; new in 1 of 2 and 1 of 2.
  expect(multiLabel.report!(test, form).perClass).toEqual([
    { class: 'red', examples: 3, predicted: 3, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 },
    { class: 'new', examples: 2, predicted: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
  ]);
  const [{ name, drawing }, ...others] = multiLabel.figures!(test, form);
  expect([name, others]).toEqual(['precision-recall', []]);
  expect(texts(drawing.svg)).toEqual(
    expect.arrayContaining(['red, precision', '66.7 of 3', '50.0 of 2']),
  );
});

it('draws confusions of classes and of positions, and no intervals of positions', () => {
  const classes = ['paper', 'dot'];
  const shape = { task: 'position-classification', shape: [3], axes: ['x'], names: ['what'] };
  const test = { targets: Float32Array.of(0, 1, -100), predictions: Float32Array.of(0, 0, 1) };
  const figures = positionClassification.figures!(test, { classes, targets: shape });
  expect(figures.map(({ name }) => name)).toEqual(['precision-recall', 'confusion']);
  // An interval is a line with round ends.
  expect(figures[0].drawing.svg).not.toContain('stroke-linecap');
  const probabilities = {
    targets: Float32Array.of(0, 1),
    predictions: Float32Array.of(0.9, 0.1, 0.3, 0.7),
  };
  const [ofClasses] = classification.figures!(probabilities, { classes });
  expect(ofClasses.drawing.svg).toContain('stroke-linecap');
});

it('draws predictions and residuals of each number in its unit', () => {
  const targets = {
    task: 'regression',
    shape: [2],
    names: ['slant', 'thickness'],
    units: ['°', 'px'],
  };
  const test = { targets: Float32Array.of(1, 2, 3, 4), predictions: Float32Array.of(2, 2, 1, 5) };
  const figures = regression.figures!(test, { classes: [], targets });
  expect(figures.map(({ name }) => name)).toEqual([
    ...['predicted-slant', 'residuals-slant', 'predicted-thickness', 'residuals-thickness'],
  ]);
  expect(texts(figures[3].drawing.svg)).toEqual(
    expect.arrayContaining(['predicted thickness (px)', 'predicted less true (px)']),
  );
});

it('says in a few words what is predicted and what is right, and what that rests on', () => {
  const numbers = {
    task: 'regression',
    shape: [2],
    names: ['slant', 'thickness'],
    units: ['°', 'px'],
  };
  expect(regression.inWords(Float32Array.of(3.14159, -2), { classes: [], targets: numbers })).toBe(
    'slant 3.142°, thickness -2 px',
  );
  const labels = {
    classes: [],
    targets: { task: 'multi-label', shape: [3], names: ['a', 'b', 'c'] },
  };
  expect(multiLabel.inWords(Float32Array.of(0.9, 0.1, 0.6), labels)).toBe('a; c');
  expect(multiLabel.targetInWords(Float32Array.of(0, 0, 0), labels)).toBe('none');
  expect(multiLabel.predictedOutputs(Float32Array.of(0.9, 0.1, 0.6), labels)).toEqual([0, 2]);
  // Where no label is there, the most probable one is asked about.
  expect(multiLabel.predictedOutputs(Float32Array.of(0.1, 0.3, 0.2), labels)).toEqual([1]);
  const positions = { task: 'position-classification', shape: [3], axes: ['x'], names: ['what'] };
  const form = { classes: ['paper', 'dot'], targets: positions };
  const predictions = Float32Array.of(0.4, 0.6, 0.1, 0.9, 0.8, 0.2);
  expect(positionClassification.inWords(predictions, form)).toBe('dot 66.7 %, paper 33.3 %');
  expect(positionClassification.targetInWords(Float32Array.of(1, -100, 1), form)).toBe(
    'dot 100.0 %',
  );
  expect(positionClassification.predictedOutputs(predictions, form)).toEqual([1, 0]);
});
