export {
  type ImageModel,
  isImageModel,
  loadImageModel,
  type LoadImageModelOptions,
  pictureChannels,
} from './image-model.ts';
export { luminanceShares, preprocess } from './preprocess.ts';
export { type Preprocessing, preprocessings } from './preprocessings.ts';
