import type { FeatureExtractor } from './feature-extractor.ts';
import { loadExtractor, type LoadExtractorOptions, loadTextureNet } from './load-extractor.ts';
import { patchFilters } from './patch-filters.ts';
import type { ColorPicture } from './picture.ts';
import { randomFilters } from './random-filters.ts';

/**
 * Finds an extractor by its name, or by the path of a run directory or a TensorFlow.js layers
 * model.
 *
 * @returns a function that makes it from the pictures; the caller disposes of its result.
 * @throws InputError (from the returned function) like {@link loadExtractor}.
 */
export function chooseExtractor(
  choice: string,
  { seed = 0, ...options }: LoadExtractorOptions & { readonly seed?: number | undefined } = {},
): (pictures: {
  readonly content: ColorPicture;
  readonly style: ColorPicture;
}) => FeatureExtractor | Promise<FeatureExtractor> {
  switch (choice) {
    case 'patches':
      return (pictures) => patchFilters(pictures, seed);
    case 'random':
      return (pictures) => randomFilters(pictures, seed);
    case 'textures':
      return () => loadTextureNet();
    default:
      return () => loadExtractor(choice, options);
  }
}
