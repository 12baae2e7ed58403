export { drawDigit } from './draw-digit.ts';
export { digits } from './source.ts';
