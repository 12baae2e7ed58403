import type { AugmentationKind } from './augmentation-kind.ts';

/** Our augmentations by name; an experiment declares more. */
export const augmentations: Readonly<Record<string, AugmentationKind>> = {
  none: { describe: 'examples are used as they are' },
};
