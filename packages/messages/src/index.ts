export { type Figure, type FigureWords, figureWords } from './figure-words.ts';
export { InputError, type InputErrorCode, isInputError } from './input-error.ts';
export { loadNativePackage } from './native-package.ts';
export { nearest, pickByName } from './nearest.ts';
export {
  count,
  decimal,
  decimalsOf,
  duration,
  figureText,
  fileSize,
  inPercent,
  mebibytes,
  percent,
  percentInterval,
  pointDigits,
  points,
  pointsInterval,
  probability,
  signedDecimal,
  withUnit,
} from './numbers.ts';
export {
  type IntegerRange,
  parseInteger,
  requireInteger,
  requireNonNegativeNumber,
  requireOneOf,
  requirePositiveInteger,
  requirePositiveNumber,
} from './requirements.ts';
export { type Column, textTable } from './text-table.ts';
export { listAnd, listOr, plural } from './words.ts';
