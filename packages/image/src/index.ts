export { cifar10, decodeCifar10 } from './cifar10.ts';
export { digits, drawDigit } from './digits/index.ts';
export { fashionMnist } from './fashion-mnist.ts';
export { decodeIdx, type IdxArray, readIdx } from './idx.ts';
export { idxSource, readLabelledImages } from './idx-source.ts';
export { imageFolder } from './image-folder.ts';
export { mnist } from './mnist.ts';
export {
  checkPictureName,
  type Photograph,
  readPhotograph,
  type ReadPhotographOptions,
  writePicture,
} from './photograph.ts';
export { type PictureShape, readPicture, writePng } from './picture.ts';
