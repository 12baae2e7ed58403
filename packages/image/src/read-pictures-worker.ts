import { answerRequests } from '@axiswise/processes';
import { answerPictures, type PictureAnswer, type PictureRequest } from './read-pictures.ts';

// What a thread runs that reads pictures.

answerRequests<PictureRequest, PictureAnswer>(answerPictures, ({ pixels, digests }) =>
  pixels && digests ? [pixels.buffer, digests.buffer] : [],
);
