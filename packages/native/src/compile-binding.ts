import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { moduleArguments, nodeHeaders, runCompiler } from './run-compiler.ts';

/**
 * Compiles the binding of tfjs-node from the C++ files in its npm package. The binding finds the
 * libraries by a relative path (`../../deps/lib`, as in the official one), so the folder of both
 * can be renamed as a whole.
 *
 * @param options.includeFolder holds `tensorflow/c/c_api.h`.
 * @param options.libraries to link against, in `root/deps/lib`.
 * @param options.compilers tried in this order.
 * @returns the binding, below `root`.
 */
export async function compileBinding(options: {
  readonly root: string;
  readonly packageFolder: string;
  readonly includeFolder: string;
  readonly libraries: readonly string[];
  readonly compilers: readonly string[];
  readonly platform: NodeJS.Platform;
}): Promise<string> {
  const { root, packageFolder, platform, compilers } = options;
  const binding = path.join(root, 'lib', 'napi-v8', 'tfjs_binding.node');
  await mkdir(path.dirname(binding), { recursive: true });
  const sourceFolder = path.join(packageFolder, 'binding');
  const sources = (await readdir(sourceFolder)).filter((name) => name.endsWith('.cc'));
  const args = [
    ...['-std=c++17', '-O2', '-fPIC', ...moduleArguments(platform)],
    ...[options.includeFolder, nodeHeaders(), sourceFolder].map((folder) => `-I${folder}`),
    ...sources.map((name) => path.join(sourceFolder, name)),
    ...options.libraries,
    ...['-o', binding],
  ];
  await runCompiler(compilers, args, 'the binding');
  return binding;
}
