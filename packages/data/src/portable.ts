// What runs in Node and in browsers.
export { type Answers, answersOf, type GivenAnswers } from './answers.ts';
export { type Batch, batches, epochOrder } from './batches.ts';
export { countProgress } from './count-progress.ts';
export type {
  DataFormat,
  DataFormatContext,
  DecodeContext,
  DecodedExample,
  Preprocessing,
} from './data-format.ts';
export type {
  Dataset,
  LoadContext,
  AugmentationContext,
  ScoredRun,
  Source,
  Split,
  Splits,
  TargetForm,
  Targets,
} from './dataset.ts';
export {
  askedFold,
  divideWhole,
  foldOptions,
  none,
  ownFolds,
  refuseFold,
  unread,
} from './divide-whole.ts';
export { type GeneratedSizes, generatedSource } from './generated-source.ts';
export { describeDividedGroups } from './groups.ts';
export { joinArrays } from './join-arrays.ts';
export { latin1 } from './latin1.ts';
export { moveAlong } from './move-along.ts';
export { type PartName, partNamed } from './part-names.ts';
export { nodeOnlyFormat, nodeOnlySource } from './node-only.ts';
export { positionSplit, unlabelled } from './position-split.ts';
export { preparedDataset } from './prepared-examples.ts';
export { tableDivision } from './table-division.ts';
export type { NumberArray, Numbers } from './prepared/numbers.ts';
export { checkOptionNames } from './source-options.ts';
export {
  allTargets,
  arraySplit,
  crossValidationFold,
  exampleName,
  holdOut,
  type HoldOutSize,
  joinSplits,
  subset,
  takeExamples,
  targetsIn,
  targetSplit,
  tenFolds,
} from './splits.ts';
export { type Preparation, type Prepared, prepareOnce } from '#prepare-once';
