export { InputError, type InputErrorCode, isInputError } from './input-error.ts';
export { nearest, pickByName } from './nearest.ts';
export { count, duration, fileSize, mebibytes, percent } from './numbers.ts';
export {
  type IntegerRange,
  parseInteger,
  requireInteger,
  requireOneOf,
  requirePositiveInteger,
  requirePositiveNumber,
} from './requirements.ts';
export { listAnd, listOr, plural } from './words.ts';
