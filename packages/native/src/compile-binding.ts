import { mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CommandError, runCommand } from '@axiswise/processes';

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
  const { root, packageFolder, platform } = options;
  const binding = path.join(root, 'lib', 'napi-v8', 'tfjs_binding.node');
  await mkdir(path.dirname(binding), { recursive: true });
  const { include_dir: nodeHeaders } = createRequire(import.meta.url)('node-api-headers') as {
    include_dir: string;
  };
  const sourceFolder = path.join(packageFolder, 'binding');
  const sources = (await readdir(sourceFolder)).filter((name) => name.endsWith('.cc'));
  const [shared, origin] =
    platform === 'darwin'
      ? [['-bundle', '-undefined', 'dynamic_lookup'], '@loader_path']
      : [['-shared'], '$ORIGIN'];
  const args = [
    ...['-std=c++17', '-O2', '-fPIC', ...shared, '-DNAPI_VERSION=8'],
    ...[options.includeFolder, nodeHeaders, sourceFolder].map((folder) => `-I${folder}`),
    ...sources.map((name) => path.join(sourceFolder, name)),
    ...options.libraries,
    `-Wl,-rpath,${origin}/../../deps/lib`,
    ...['-o', binding],
  ];
  for (const compiler of options.compilers) {
    try {
      await runCommand(compiler, args, { timeoutMs: 600_000 });
      return binding;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      if (cause.missing) continue;
      const error = cause.stderr.split('\n').find((line) => line.includes('error'));
      throw new Error(`the binding does not compile: ${error?.trim() ?? cause.message}`, { cause });
    }
  }
  throw new Error(
    `no C++ compiler was found (looked for ${options.compilers.join(', ')}); install one, ` +
      `for example with: apt-get install g++`,
  );
}
