import { existsSync, statfsSync } from 'node:fs';
import { readFile, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { nativeBindingPath, nativeInstalled, tfjsNodeFolder } from '@axiswise/backend';
import { fileSize } from '@axiswise/messages';
import { cacheFolder, fillFolder, removePartialFolders } from '@axiswise/files';
import { checkTraining, trainingCheckCommand } from './check-training.ts';
import { installKernels } from './install-kernels.ts';
import { libraryBytes } from './libraries.ts';
import { linkBinding } from './link-binding.ts';
import type { InstallationMethod, MethodContext } from './method.ts';
import { officialDownload } from './official-download.ts';
import { pythonWheel } from './python-wheel.ts';

/** Sources and destinations of {@link installNative}; each has a suitable default. */
export interface InstallNativeOptions {
  /** Receives a line about each step and its size. */
  readonly onProgress?: (line: string) => void;
  /** Default `$AXISWISE_CACHE_DIR`, else the user's cache folder. */
  readonly cacheDir?: string;
  /** The folder of the package @tensorflow/tfjs-node. */
  readonly packageFolder?: string;
  /** Default `$TFJS_NODE_CDN_STORAGE`, as for tfjs-node itself, else Google's storage. */
  readonly officialBaseUrl?: string;
  /** Limit for the beginning of a host's response; default 5 s. */
  readonly answerSeconds?: number;
  /** Requirements for pip, tried in this order. */
  readonly wheelRequirements?: readonly string[];
  /** Commands of Python, tried in this order. */
  readonly pythons?: readonly string[];
  /** Commands of a C++ compiler, tried in this order. */
  readonly compilers?: readonly string[];
  /** The command that trains on a binding, see `train-two-steps.ts`. */
  readonly checkCommand?: readonly string[];
}

/** The result of {@link installNative}. */
export interface NativeInstallation {
  /** Whether this call installed something. */
  readonly installed: boolean;
  readonly method: 'already' | 'official' | 'wheel';
  /** The version of the TensorFlow library. */
  readonly version: string;
  readonly libraryBytes: number;
  /** The path at which tfjs-node finds its binding. */
  readonly binding: string;
  /** Whether our kernels compute, compiled by this call or an earlier one; else TensorFlow's own do. */
  readonly kernels: boolean;
  /** One line for people. */
  readonly summary: string;
}

/** Native TensorFlow could not be installed; the message gives the reason for each method. */
export class NativeInstallationError extends Error {
  override readonly name = 'NativeInstallationError';
}

/** The most free space that a method needs: the wheel, its libraries and headers. */
const spaceNeeded = 1.3e9;

/** The methods, in the order in which they are tried. */
const methods: readonly InstallationMethod[] = [officialDownload, pythonWheel];

/**
 * Installs native TensorFlow for tfjs-node: from the official download, else with a binding
 * compiled against the libraries of the Python wheel.
 *
 * An installation is valid only after it has trained two steps of a convolutional network in a
 * child process. The libraries (up to 850 MB) are kept in a cache outside the repository and linked
 * into the package, so that after another `npm ci` the next call only links them again. With a C++ compiler,
 * our kernels are compiled and put beside the binding.
 *
 * @throws NativeInstallationError if every method fails; the other engines are unchanged then.
 */
export async function installNative(
  options: InstallNativeOptions = {},
): Promise<NativeInstallation> {
  const context = await contextOf(options);
  const cache = path.join(options.cacheDir ?? cacheFolder(), 'native');
  const folders = new Map(
    methods.map((method) => [method, path.join(cache, cacheName(method, context))]),
  );
  // A killed call may have left a gigabyte, and the methods below may not run.
  for (const folder of folders.values()) await removePartialFolders(folder);
  const installation =
    (await keepInstalled(context)) ??
    (await installFromCache(folders, context)) ??
    (await installAnew(folders, context));
  return addKernels(installation, context);
}

/** Compiles our kernels; where that fails, TensorFlow's own compute. */
async function addKernels(
  installation: NativeInstallation,
  context: MethodContext,
): Promise<NativeInstallation> {
  const { summary, binding } = installation;
  try {
    await installKernels(binding, context);
    return { ...installation, kernels: true, summary: `${summary}, with our kernels` };
  } catch (cause) {
    const reason = (cause as Error).message.trim().replace(/\.$/, '');
    return {
      ...installation,
      summary: `${summary}, more slowly than with our kernels: ${reason}`,
    };
  }
}

async function contextOf(options: InstallNativeOptions): Promise<MethodContext> {
  const packageFolder = options.packageFolder ?? tfjsNodeFolder();
  const packageJson = await readFile(path.join(packageFolder, 'package.json'), 'utf8');
  const { version: packageVersion } = JSON.parse(packageJson) as { version: string };
  return {
    packageFolder,
    packageVersion,
    officialBaseUrl:
      options.officialBaseUrl ??
      (process.env['TFJS_NODE_CDN_STORAGE'] || 'https://storage.googleapis.com/'),
    answerSeconds: options.answerSeconds ?? 5,
    // First the version that Axiswise is tested with.
    wheelRequirements: options.wheelRequirements ?? ['tensorflow-cpu==2.21.0', 'tensorflow-cpu'],
    pythons: options.pythons ?? ['python3', 'python'],
    compilers: options.compilers ?? ['g++', 'clang++', 'c++'],
    checkCommand: options.checkCommand ?? trainingCheckCommand(),
    platform: process.platform,
    architecture: process.arch,
    say: options.onProgress ?? (() => undefined),
  };
}

/** Finds an existing installation that trains; removes one that does not. */
async function keepInstalled(context: MethodContext): Promise<NativeInstallation | undefined> {
  const { packageFolder, checkCommand, say } = context;
  if (!nativeInstalled(packageFolder)) return undefined;
  const place = nativeBindingPath(packageFolder);
  try {
    const version = await checkTraining(place, packageFolder, checkCommand);
    return await describe('already', version, place);
  } catch (cause) {
    say(`the installation at ${place} is of no use (${(cause as Error).message}); removing it`);
    await rm(place);
    return undefined;
  }
}

/** Links an earlier download of any method, before anything is downloaded. */
async function installFromCache(
  folders: ReadonlyMap<InstallationMethod, string>,
  { packageFolder, checkCommand, say }: MethodContext,
): Promise<NativeInstallation | undefined> {
  const place = nativeBindingPath(packageFolder);
  for (const [{ name, title }, folder] of folders) {
    if (!existsSync(folder)) continue;
    say(`checking the libraries in ${folder}`);
    try {
      const binding = nativeBindingPath(folder);
      const version = await checkTraining(binding, packageFolder, checkCommand);
      await linkBinding(binding, place);
      return await describe(name, version, place, `${title} as kept in the cache`);
    } catch (cause) {
      say(`they are of no use (${(cause as Error).message}); removing them`);
      await rm(folder, { recursive: true, force: true });
    }
  }
  return undefined;
}

async function installAnew(
  folders: ReadonlyMap<InstallationMethod, string>,
  context: MethodContext,
): Promise<NativeInstallation> {
  const { packageFolder, checkCommand, say } = context;
  const place = nativeBindingPath(packageFolder);
  const failures: string[] = [];
  for (const [{ name, title, install }, folder] of folders) {
    say(`trying ${title}`);
    try {
      let version = '';
      await fillFolder(folder, async (temporary) => {
        requireSpace(temporary);
        const binding = await install(temporary, context);
        say('training two steps to check the binding');
        version = await checkTraining(binding, packageFolder, checkCommand);
      });
      await linkBinding(nativeBindingPath(folder), place);
      return await describe(name, version, place, title);
    } catch (cause) {
      const reason = (cause as Error).message.trim().replace(/\.$/, '');
      say(`${title} failed: ${reason}`);
      failures.push(`${title}: ${reason}.`);
    }
  }
  throw new NativeInstallationError(
    `native TensorFlow could not be installed; the wasm backend works as before.\n` +
      failures.map((line) => `- ${line}`).join('\n'),
  );
}

/** One folder per version, method and kind of machine, so that a shared cache serves all. */
const cacheName = (
  { name }: InstallationMethod,
  { packageVersion, platform, architecture }: MethodContext,
): string => `tfjs-node-${packageVersion}-${name}-${platform}-${architecture}`;

function requireSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free < spaceNeeded) {
    throw new Error(
      `${path.dirname(folder)} has ${fileSize(free)} free and ${fileSize(spaceNeeded)} are ` +
        `needed; free some, or name another folder in AXISWISE_CACHE_DIR`,
    );
  }
}

async function describe(
  method: NativeInstallation['method'],
  version: string,
  place: string,
  source?: string,
): Promise<NativeInstallation> {
  // The official installation and ours have the libraries at the same path below the binding.
  const folder = path.dirname(await realpath(place));
  const bytes =
    (await libraryBytes(path.join(folder, '..', '..', 'deps', 'lib'))) ||
    (await libraryBytes(folder));
  const how = source === undefined ? 'is installed already' : `was installed from ${source}`;
  return {
    installed: method !== 'already',
    method,
    version,
    libraryBytes: bytes,
    binding: place,
    kernels: false,
    summary: `native TensorFlow ${version} (${fileSize(bytes)} of libraries) ${how} and trains`,
  };
}
