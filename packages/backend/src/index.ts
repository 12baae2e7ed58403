export type { BackendChoice, BackendName } from './backend-choices.ts';
export { type Engine, engineNamed, useBackend } from './engine.ts';
export { type MemoryInUse, memoryInUse, withoutLeaks } from './leaks.ts';
export {
  installedTfjsNode,
  nativeBindingPath,
  nativeInstalled,
  tfjsNodeFolder,
  tfjsNodePackage,
  tfjsNodeVersion,
} from './native/binding-path.ts';
export {
  kernelLibraryPath,
  kernelsCompiled,
  kernelSourceFolder,
  useKernelLibrary,
} from './native/kernel-library.ts';
export { shimNodeForTfjsNode } from './native/node-shim.ts';
export {
  type BackendReport,
  measurePeak,
  probeBackends,
  type ProbeOptions,
} from './probe/probe-backends.ts';
