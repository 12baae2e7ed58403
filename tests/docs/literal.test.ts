import { expect, it } from 'vitest';
import { readLiteral } from './literal.ts';

it.each([
  ['423860', 423860],
  ['-0.5', -0.5],
  ['true', true],
  ['null', null],
  ['undefined', undefined],
  ["'same'", 'same'],
  ["['height', 'width']", ['height', 'width']],
  ['[null, 6, 6, 4]', [null, 6, 6, 4]],
  ['{ height: 28, width: 28 }', { height: 28, width: 28 }],
  ['{ "height": [28] }', { height: [28] }],
])('%s is a value', (text, value) => {
  expect(readLiteral(text)).toEqual({ value });
});

it.each([
  '',
  'zeros and twos',
  'units',
  '1, 2',
  '28 × 28',
  '8000 [ 28, 28, 1 ]',
  'a + 1',
  '1 + 1',
  '{ height }',
  '[names]',
  'from 0 to 1, for predict',
  '3); process.exit(',
])('%s is prose', (text) => {
  expect(readLiteral(text)).toBeUndefined();
});
