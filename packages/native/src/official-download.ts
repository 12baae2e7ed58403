import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { checkTraining } from './check-training.ts';
import { compileBinding } from './compile-binding.ts';
import { libraryBytes, tensorflowLibraries } from './libraries.ts';
import type { InstallationMethod, MethodContext } from './method.ts';
import { downloadFile } from '@axiswise/files';
import { fileSize } from '@axiswise/messages';
import { runCommand } from '@axiswise/processes';

/**
 * The paths of the archives of tfjs-node 4.22.0 below the base address, from its
 * scripts/install.js.
 */
export function officialArchives(
  platform: NodeJS.Platform,
  architecture: string,
  packageVersion: string,
): { readonly library: string; readonly binding: string } {
  const libraries: Partial<Record<string, string>> = {
    'linux-x64': 'tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz',
    'linux-arm64': 'tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz',
    'darwin-x64': 'tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz',
    'darwin-arm64': 'tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz',
    'win32-x64': 'tensorflow/libtensorflow/libtensorflow-cpu-windows-x86_64-2.9.1.zip',
  };
  const library = libraries[`${platform}-${architecture}`];
  if (library === undefined) {
    throw new Error(`there is no official library for ${platform} on ${architecture}`);
  }
  const [system, extension] =
    platform === 'win32' ? ['windows', 'zip'] : [platform as string, 'tar.gz'];
  const binding = `tf-builds/pre-built-binary/napi-v8/${packageVersion}/CPU-${system}-${packageVersion}.${extension}`;
  return { library, binding };
}

/** The archives that tfjs-node's own install script would download. */
export const officialDownload: InstallationMethod = {
  name: 'official',
  title: 'the official download',
  install: installOfficial,
};

/**
 * Fills `root` from the archives of tfjs-node's own install script: the TensorFlow library and the
 * prebuilt binding. If that is unavailable or does not run here (it is built for x86-64 only), it
 * compiles a binding against the library.
 *
 * The script itself is not run: it rewrites its package.json, takes an interrupted download for
 * success, and loses everything at the next `npm ci`.
 *
 * @returns the binding.
 */
async function installOfficial(root: string, context: MethodContext): Promise<string> {
  const { say, platform, packageFolder } = context;
  const archives = officialArchives(platform, context.architecture, context.packageVersion);
  const work = path.join(root, 'work');
  const deps = path.join(root, 'deps');
  await mkdir(work);
  await mkdir(deps);

  const bytes = await fetchAndUnpack(archives.library, deps, work, context);
  const libraryFolder = path.join(deps, 'lib');
  await mkdir(libraryFolder, { recursive: true });
  if (platform === 'win32') {
    // Some archives for Windows have the library at their top.
    const dll = path.join(deps, 'tensorflow.dll');
    await rename(dll, path.join(libraryFolder, 'tensorflow.dll')).catch(() => undefined);
  }
  const libraries = await tensorflowLibraries(libraryFolder);
  if (!libraries.length) {
    throw new Error(`${archives.library} (${fileSize(bytes)}) holds no TensorFlow library`);
  }
  say(`unpacked ${fileSize(await libraryBytes(libraryFolder))} of libraries`);

  const binding = path.join(root, 'lib', 'napi-v8', 'tfjs_binding.node');
  try {
    await mkdir(path.dirname(binding), { recursive: true });
    const unpacked = path.join(work, 'binding');
    await mkdir(unpacked);
    await fetchAndUnpack(archives.binding, unpacked, work, context);
    const names = (await readdir(unpacked, { recursive: true })) as string[];
    const found = names.find((name) => path.basename(name) === 'tfjs_binding.node');
    if (found === undefined) throw new Error(`${archives.binding} holds no tfjs_binding.node`);
    await rename(path.join(unpacked, found), binding);
    if (platform === 'win32') {
      // Windows looks for a library beside the binding, not in a folder that the binding names.
      for (const file of libraries) {
        await copyFile(file, path.join(path.dirname(binding), path.basename(file)));
      }
    }
    await checkTraining(binding, packageFolder, context.checkCommand);
  } catch (cause) {
    if (platform === 'win32') throw cause;
    say(`the prebuilt binding is of no use here (${(cause as Error).message}); compiling one`);
    await compileBinding({
      root,
      packageFolder,
      includeFolder: path.join(deps, 'include'),
      libraries,
      compilers: context.compilers,
      platform,
    });
  }
  await rm(work, { recursive: true });
  return binding;
}

/** Downloads an archive and unpacks it into a folder; returns the size of the archive in bytes. */
async function fetchAndUnpack(
  address: string,
  target: string,
  work: string,
  { officialBaseUrl, answerSeconds, say }: MethodContext,
): Promise<number> {
  const url = new URL(address, officialBaseUrl).href;
  const archive = path.join(work, path.posix.basename(address));
  // A blocked host must be noticed soon, because there is another method.
  await downloadFile([url], archive, { answerSeconds, onProgress: say });
  const { size } = await stat(archive);
  // The tar of Windows and macOS also unpacks zip files; all three verify the archive.
  await runCommand('tar', ['-xf', archive, '-C', target], { timeoutMs: 600_000 }).catch(
    (cause: Error) => {
      throw new Error(`${url}: the archive is damaged (${cause.message})`, { cause });
    },
  );
  await rm(archive);
  return size;
}
