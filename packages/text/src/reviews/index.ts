export { type Review, writeReviews } from './reviews.ts';
export { reviews } from './source.ts';
