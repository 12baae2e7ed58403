export {
  type BackendChoice,
  backendChoices,
  type BackendName,
  type Engine,
  useBackend,
} from './engine.ts';
export { BackendError } from './errors.ts';
export { type MemoryInUse, memoryInUse, TensorLeakError, withoutLeaks } from './leaks.ts';
export {
  installNative,
  type InstallNativeOptions,
  type NativeInstallation,
  NativeInstallationError,
} from './native/install-native.ts';
export { typescriptArguments } from './native/typescript-child.ts';
export { type BackendReport, probeBackends, type ProbeOptions } from './probe/probe-backends.ts';
