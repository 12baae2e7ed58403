export * from './portable.ts';
export { cifarBinaries } from './cifar-binaries.ts';
export { cifar10 } from './cifar10.ts';
export { fashionMnist } from './fashion-mnist.ts';
export type { IdxArray } from './idx.ts';
export { imageFolder } from './image-folder.ts';
export { mnist } from './mnist.ts';
export {
  checkPictureName,
  type Photograph,
  readPhotograph,
  type ReadPhotographOptions,
  writePicture,
} from './photograph.ts';
export { pictures } from './pictures.ts';
export { type PictureShape, readPicture, writePng } from './picture.ts';
