export * from './portable.ts';
export {
  dataFormatOf,
  decodeFile,
  formatToDecode,
  loadData,
  type LoadOptions,
  preprocessingOf,
  requireClasses,
  sourceOf,
} from './experiment-data.ts';
export {
  type DiscoveredExperiment,
  discoverExperiments,
  experimentsFolder,
  loadExperiment,
  namesInUse,
  requireAxiswise,
} from './discover.ts';
export { type ModuleExtension, moduleExtension } from './module-extension.ts';
