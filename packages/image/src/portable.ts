// What runs in Node and in browsers.
export { drawDigit } from './digits/draw-digit.ts';
export {
  digitDirections,
  digits,
  digitSlants,
  digitStrokes,
  digitTraits,
} from './digits/source.ts';
export {
  colour,
  crop,
  cutout,
  exceptFor,
  flip,
  rotation,
  shift,
} from './augmentation/picture-augmentations.ts';
