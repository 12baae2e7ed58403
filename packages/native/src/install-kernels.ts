import { mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { kernelLibraryPath, kernelsCompiled, kernelSourceFolder } from '@axiswise/backend';
import { sha256OfFile } from '@axiswise/files';
import { checkTraining } from './check-training.ts';
import { recordChecksum, recordedChecksums } from './checksums.ts';
import { tensorflowLibraries } from './libraries.ts';
import type { MethodContext } from './method.ts';
import { moduleArguments, nodeHeaders, runCompiler } from './run-compiler.ts';

/**
 * The instruction sets that `loops.cc` is compiled for, with the names by which `kernels.cc` chooses between them
 * when it runs.
 */
const instructionSets: readonly {
  readonly name: string;
  readonly flags: readonly string[];
  readonly architecture?: string;
}[] = [
  { name: 'kernelsForAnyProcessor', flags: [] },
  { name: 'kernelsForAvx2', flags: ['-mavx2', '-mfma'], architecture: 'x64' },
  { name: 'kernelsForAvx512', flags: ['-mavx512f', '-mfma'], architecture: 'x64' },
];

/**
 * Compiles our kernels for native TensorFlow and puts them beside the binding, unless they are there as
 * they were recorded. Those of other source files stay: another clone may use them.
 *
 * @param place where tfjs-node looks for its binding.
 * @throws Error where they do not compile or do not train; TensorFlow's own kernels compute then.
 */
export async function installKernels(place: string, context: MethodContext): Promise<void> {
  const { packageFolder, platform, say } = context;
  if (platform === 'win32') throw new Error('they are compiled on Linux and macOS only');
  const library = kernelLibraryPath(packageFolder);
  const folder = path.dirname(await realpath(place));
  const root = path.join(folder, '..', '..');
  const name = path.relative(root, library).split(path.sep).join('/');
  if (kernelsCompiled(packageFolder)) {
    const recorded = (await recordedChecksums(root))?.get(name);
    if (recorded === undefined) {
      // A cache of somebody else may be read-only.
      await recordChecksum(root, name).catch((cause: Error) => say(cause.message));
      return;
    }
    if (recorded === (await sha256OfFile(library))) return;
    say(`${library} differs from its recorded SHA-256`);
  }
  // Beside it, to be renamed when it is whole.
  const work = await mkdtemp(path.join(folder, 'kernels-'));
  try {
    say('compiling our kernels');
    const compiled = await compileKernels(work, folder, context);
    await checkTraining(place, context, compiled);
    await rename(compiled, library);
    await recordChecksum(root, name);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function compileKernels(
  work: string,
  folder: string,
  { compilers, platform, architecture }: MethodContext,
): Promise<string> {
  const source = (name: string): string => path.join(kernelSourceFolder, name);
  const compile = (args: readonly string[]): Promise<void> =>
    runCompiler(compilers, ['-std=c++17', '-O3', '-fPIC', ...args], 'a file of them');
  const loops = instructionSets
    .filter((set) => set.architecture === undefined || set.architecture === architecture)
    .map(({ name, flags }) => ({ name, flags, object: path.join(work, `${name}.o`) }));
  await Promise.all(
    loops.map(({ name, flags, object }) => {
      const numbers = ['-fno-math-errno', '-fno-trapping-math', ...flags];
      const files = ['-c', source('loops.cc'), '-o', object];
      return compile([...numbers, `-DAXISWISE_KERNELS=${name}`, ...files]);
    }),
  );
  const library = path.join(work, 'kernels.node');
  // It looks for TensorFlow's libraries from where it will lie; the check has loaded them already.
  await compile([
    ...moduleArguments(platform),
    `-I${nodeHeaders()}`,
    ...['operations.cc', 'kernels.cc', 'module.cc'].map(source),
    ...loops.map(({ object }) => object),
    ...(await tensorflowLibraries(path.join(folder, '..', '..', 'deps', 'lib'))),
    ...['-o', library],
  ]);
  return library;
}
