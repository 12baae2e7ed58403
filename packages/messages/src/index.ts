export { nearest, pickByName } from './nearest.ts';
export { InputError, type InputErrorCode, isInputError } from './input-error.ts';
