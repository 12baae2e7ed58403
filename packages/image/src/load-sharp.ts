import { loadNativePackage } from '@axiswise/messages';

/**
 * Loads sharp when the first picture is read: it is native code, and listing experiments must not wait for
 * it.
 */
export const loadSharp = async () =>
  (await loadNativePackage('sharp', () => import('sharp'))).default;
