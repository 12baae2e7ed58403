import { InputError } from '@axiswise/messages';

/**
 * Says which layer a format cannot express.
 *
 * @param what the layer: `"bands_1", a LocallyConnected1D`.
 */
export const cannotExpress = (format: string, layer: string, what: string): InputError =>
  new InputError('export', `the layer "${layer}" cannot be written as ${format}: ${what}`);
