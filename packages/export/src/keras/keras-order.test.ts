import { expect, it } from 'vitest';
import { inOrderOfKeras } from './keras-order.ts';

const layer = (name: string, ...inputs: string[]) => ({
  name,
  inputs: inputs.map((from) => ({ name: from })),
});

it('puts first what is farthest from the output, by the longest way', () => {
  const layers = [
    layer('short', 'input'),
    layer('long-1', 'input'),
    layer('long-2', 'long-1'),
    layer('join', 'short', 'long-2'),
  ];
  expect(inOrderOfKeras(layers, 'join').map(({ name }) => name)).toEqual([
    'long-1',
    'short',
    'long-2',
    'join',
  ]);
});

it('puts what is equally far in the order of inputs', () => {
  const layers = [layer('b', 'input'), layer('a', 'input'), layer('join', 'a', 'b')];
  expect(inOrderOfKeras(layers, 'join').map(({ name }) => name)).toEqual(['a', 'b', 'join']);
});
