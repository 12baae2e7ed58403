export type { ExportFormat, ForeignPredictions, PredictionCase } from './export-format.ts';
export {
  checkExports,
  type ExportCheck,
  type ExportedModel,
  exportModel,
  type TrainedModel,
} from './export-model.ts';
export { exportRun, type ExportRunOptions, type ExportRunResult } from './export-run.ts';
export { exportFormats } from './formats/formats.ts';
export type { ModelCard } from './model-card.ts';
export type { LayerExports, LayerExportContext } from './onnx/lower-to-onnx.ts';
