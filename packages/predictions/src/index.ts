export {
  type NumbersToWrite,
  readNumberPredictions,
  writeNumberPredictions,
} from './number-predictions.ts';
export type {
  ExampleGroups,
  ModelPredictions,
  PredictionSet,
  SeedPredictions,
} from './prediction-set.ts';
export { readPredictions, type ReadPredictionsOptions } from './read-predictions.ts';
export { type PredictionsToWrite, writePredictions } from './write-predictions.ts';
