import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { checkTraining, InterruptedCheckError } from './check-training.ts';
import { compileBinding } from './compile-binding.ts';
import { libraryBytes, tensorflowLibraries } from './libraries.ts';
import type { InstallationMethod, MethodContext } from './method.ts';
import { unpackTar } from './unpack-tar.ts';
import { downloadFile, sha256OfFile } from '@axiswise/files';
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

/**
 * The SHA-256 of the archives, by their paths. No list is published beside them; these are the ones that
 * others have checked their downloads with for years: nixpkgs (mjolnir), wamuir/graft and
 * microsoft/tensorflow-directml-plugin. Of the prebuilt bindings none is known.
 */
export const officialChecksums: Readonly<Record<string, string>> = {
  'tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz':
    '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173',
  'tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz':
    '9395d1ff39f5b6847f5121e679ff4e599dc7061a2a7f87ceac061c78e908e6e3',
  'tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz':
    '56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226',
  'tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz':
    '13ab22b97e2af06e431aaeb7b42fb89981965dd01aa16da035d8210aa4183d79',
  'tensorflow/libtensorflow/libtensorflow-cpu-windows-x86_64-2.9.1.zip':
    '56fa7e84c984144311563b405bd0e565568f3cbe2c15ac4713e9c8174a02b00f',
};

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
  const { say, platform } = context;
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
    await checkTraining(binding, context);
  } catch (cause) {
    if (platform === 'win32') throw cause;
    // Where it was interrupted, the check that follows decides.
    if (!(cause instanceof InterruptedCheckError)) {
      say(`the prebuilt binding is of no use here (${(cause as Error).message}); compiling one`);
      await compileBinding({
        root,
        packageFolder: context.packageFolder,
        includeFolder: path.join(deps, 'include'),
        libraries,
        compilers: context.compilers,
        platform,
      });
    }
  }
  await rm(work, { recursive: true });
  return binding;
}

/** Downloads an archive and unpacks it into a folder; returns the size of the archive in bytes. */
async function fetchAndUnpack(
  address: string,
  target: string,
  work: string,
  { officialBaseUrl, answerSeconds, allowHttp, checksums, say }: MethodContext,
): Promise<number> {
  const url = new URL(address, officialBaseUrl).href;
  const archive = path.join(work, path.posix.basename(address));
  const sha256 = checksums[address];
  await downloadFile([url], archive, {
    // A blocked host must be noticed soon, because there is another method.
    answerSeconds,
    httpsOnly: !allowHttp,
    expected: { sha256 },
    onProgress: say,
  });
  say(
    sha256 === undefined
      ? `its SHA-256 is ${await sha256OfFile(archive)}; none is known to compare it with`
      : `its SHA-256 is ${sha256}, as expected`,
  );
  const { size } = await stat(archive);
  try {
    await unpack(archive, target);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new Error(`${url}: the archive is damaged (${reason})`, { cause });
  }
  await rm(archive);
  return size;
}

async function unpack(archive: string, target: string): Promise<void> {
  if (!archive.endsWith('.zip')) return unpackTar(archive, target);
  // The tar of Windows unpacks zip files, and lets no member leave the folder (libarchive's bsdtar).
  await runCommand('tar', ['-xf', archive, '-C', target], { timeoutMs: 600_000 });
}
