export { type Answers, answersOf, type GivenAnswers } from './answers.ts';
export { arrays } from './arrays.ts';
export { type Batch, batches, epochOrder } from './batches.ts';
export {
  checkDivision,
  type ClassFile,
  type ClassFiles,
  describeSkipped,
  divideParts,
  type FileKind,
  findClassFiles,
  groupsOfFiles,
  groupsOption,
  isClassFolder,
  listFolder,
  nameWithin,
} from './class-files.ts';
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
export { exampleFile } from './example-file.ts';
export {
  askedFold,
  divideWhole,
  foldOptions,
  none,
  ownFolds,
  refuseFold,
  unread,
} from './divide-whole.ts';
export {
  type FileTable,
  isFileTable,
  isTable,
  nameAndUnit,
  readFileTable,
  targetsOption,
} from './file-table.ts';
export { type GeneratedSizes, generatedSource } from './generated-source.ts';
export { describeDividedGroups } from './groups.ts';
export { joinArrays } from './join-arrays.ts';
export { jsonLines } from './json-lines.ts';
export { moveAlong } from './move-along.ts';
export { type PartName, partNamed } from './part-names.ts';
export { positionSplit, unlabelled } from './position-split.ts';
export { preparedDataset } from './prepared-examples.ts';
export { readGivenFile } from './read-given-file.ts';
export { tableDivision } from './table-division.ts';
export { fileStates } from './prepared/file-states.ts';
export type { NumberArray, Numbers } from './prepared/numbers.ts';
export {
  clearPrepared,
  listPrepared,
  type Preparation,
  type Prepared,
  preparedName,
  preparedStore,
  prepareOnce,
} from './prepared/prepare-once.ts';
export { sourceAt } from './source-at.ts';
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
