import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativeBindingPath, nativeInstalled, tfjsNodeFolder } from './binding-path.ts';
import { type KernelLibrary, setLoadedKernels } from './loaded-kernels.ts';
import { registerOwnKernels } from './own-kernels.ts';

/** In the record of a run: to be counted up when results change in their last bits. */
export const nativeKernelRevision = '1';

/** The folder of the C++ files of our kernels for native TensorFlow. */
export const kernelSourceFolder = fileURLToPath(new URL('./kernels', import.meta.url));

/**
 * The path of the library, beside the binding of tfjs-node, whose libraries it uses. Its name says of which
 * source files it was compiled.
 */
export function kernelLibraryPath(packageFolder: string = tfjsNodeFolder()): string {
  const binding = realpathSync(nativeBindingPath(packageFolder));
  return path.join(path.dirname(binding), `axiswise_kernels_${sourceDigest()}.node`);
}

/** Whether native TensorFlow is installed with our kernels, compiled of the present source files. */
export const kernelsCompiled = (packageFolder: string = tfjsNodeFolder()): boolean =>
  nativeInstalled(packageFolder) && existsSync(kernelLibraryPath(packageFolder));

/** Names the source files by what is in them: 12 hexadecimal digits. */
function sourceDigest(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(kernelSourceFolder).sort()) {
    hash.update(name).update(readFileSync(path.join(kernelSourceFolder, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

/**
 * Loads the library, and lets its operations compute from now on. To be called once native TensorFlow is loaded.
 *
 * @param threads that compute one operation.
 */
export function useKernelLibrary(file: string, threads: number): void {
  const library = createRequire(import.meta.url)(file) as KernelLibrary;
  registerOwnKernels(threads);
  setLoadedKernels(library);
}
