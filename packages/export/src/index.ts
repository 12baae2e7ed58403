export type { ExportFormat, ForeignPrediction } from './export-format.ts';
export { exportModel, type TrainedModel, checkExport, type ExportCheck } from './export-model.ts';
export { exportRun, type ExportRunOptions, type ExportRunResult } from './export-run.ts';
export { exportFormats } from './formats/formats.ts';
export type { ModelCard } from './model-card.ts';
export type { LayerExports, LayerExportContext } from './onnx/lower-to-onnx.ts';
