import { InputError } from '@axiswise/messages';

/** @throws InputError naming what it is, where a number is no positive integer. */
export function checkPositiveInteger(what: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new InputError('geometry', `${what} must be a positive integer, got ${value}`);
}
