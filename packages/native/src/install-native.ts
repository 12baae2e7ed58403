import { existsSync, statfsSync } from 'node:fs';
import { readFile, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { installedTfjsNode, nativeBindingPath, nativeInstalled } from '@axiswise/backend';
import { fileSize } from '@axiswise/messages';
import { cacheFolder, fillFolder, removePartialFolders } from '@axiswise/files';
import { checkTraining, InterruptedCheckError, trainingCheckCommand } from './check-training.ts';
import { firstDifference, recordChecksums, recordedChecksums } from './checksums.ts';
import { installTfjsNode } from './install-package.ts';
import { installKernels } from './install-kernels.ts';
import { libraryBytes } from './libraries.ts';
import { linkBinding } from './link-binding.ts';
import type { InstallationMethod, MethodContext } from './method.ts';
import { officialChecksums, officialDownload } from './official-download.ts';
import { pythonWheel } from './python-wheel.ts';

/** Sources and destinations of {@link installNative}; each has a suitable default. */
export interface InstallNativeOptions {
  /** Receives a line about each step and its size. */
  readonly onProgress?: (line: string) => void;
  /** Default `$AXISWISE_CACHE_DIR`, else the user's cache folder. */
  readonly cacheDir?: string;
  /** The folder of the package @tensorflow/tfjs-node; default the installed one, which is installed if there is none. */
  readonly packageFolder?: string;
  /** Default `$TFJS_NODE_CDN_STORAGE`, as for tfjs-node itself, else Google's storage. */
  readonly officialBaseUrl?: string;
  /** Limit for the beginning of a host's response; default 5 s. */
  readonly answerSeconds?: number;
  /** Whether that address may be one that is not https; default false. Pip follows its own configuration. */
  readonly allowHttp?: boolean;
  /** The SHA-256 of archives of the official download, by their paths; default those that are known. */
  readonly checksums?: Readonly<Record<string, string>>;
  /** Requirements for pip, tried in this order. */
  readonly wheelRequirements?: readonly string[];
  /** Commands of Python, tried in this order. */
  readonly pythons?: readonly string[];
  /** Commands of a C++ compiler, tried in this order. */
  readonly compilers?: readonly string[];
  /** The command that trains on a binding, see `train-two-steps.ts`. */
  readonly checkCommand?: readonly string[];
  /** Limit for it; default 300 s, since the machine may be busy. */
  readonly checkSeconds?: number;
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
 * Installs native TensorFlow for tfjs-node, and that package where the project lacks it: from the official download, else with a binding
 * compiled against the libraries of the Python wheel.
 *
 * An installation is valid only after it has trained two steps of a convolutional network in a
 * child process. The libraries (up to 850 MB) are kept in a cache outside the repository and linked
 * into the package, so that after another `npm ci` the next call only links them again. With a C++ compiler,
 * our kernels are compiled and put beside the binding.
 *
 * Others may use what is in the cache, so nothing in it is removed here, whatever a check says: only the
 * remains of killed calls are.
 *
 * @throws NativeInstallationError if every method fails, if a file in the cache is not what was recorded, or
 *   if a check was interrupted; the other engines are unchanged then.
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
  try {
    const useless = new Map<InstallationMethod, string>();
    const installation =
      (await keepInstalled(context)) ??
      (await installFromCache(folders, useless, context)) ??
      (await installAnew(folders, useless, context));
    return await addKernels(installation, context);
  } catch (cause) {
    if (!(cause instanceof InterruptedCheckError)) throw cause;
    throw new NativeInstallationError(
      `${cause.message}; nothing was removed, so call it again to go on`,
      { cause },
    );
  }
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
  const say = options.onProgress ?? (() => undefined);
  const packageFolder =
    options.packageFolder ?? installedTfjsNode() ?? (await installTfjsNode({ say }));
  const packageJson = await readFile(path.join(packageFolder, 'package.json'), 'utf8');
  const { version: packageVersion } = JSON.parse(packageJson) as { version: string };
  return {
    packageFolder,
    packageVersion,
    officialBaseUrl:
      options.officialBaseUrl ??
      (process.env['TFJS_NODE_CDN_STORAGE'] || 'https://storage.googleapis.com/'),
    answerSeconds: options.answerSeconds ?? 5,
    allowHttp: options.allowHttp ?? false,
    checksums: options.checksums ?? officialChecksums,
    // First the version that Axiswise is tested with.
    wheelRequirements: options.wheelRequirements ?? ['tensorflow-cpu==2.21.0', 'tensorflow-cpu'],
    pythons: options.pythons ?? ['python3', 'python'],
    compilers: options.compilers ?? ['g++', 'clang++', 'c++'],
    checkCommand: options.checkCommand ?? trainingCheckCommand(),
    checkSeconds: options.checkSeconds ?? 300,
    platform: process.platform,
    architecture: process.arch,
    say,
  };
}

/** Finds an existing installation that trains; removes one that does not. */
async function keepInstalled(context: MethodContext): Promise<NativeInstallation | undefined> {
  const { packageFolder, say } = context;
  if (!nativeInstalled(packageFolder)) return undefined;
  const place = nativeBindingPath(packageFolder);
  const folder = path.join(path.dirname(await realpath(place)), '..', '..');
  const known = await requireAsRecorded(folder);
  try {
    const version = await checkTraining(place, context);
    if (!known) await recordFirstUse(folder, context);
    return await describe('already', version, place);
  } catch (cause) {
    if (cause instanceof InterruptedCheckError) throw cause;
    say(`the installation at ${place} is of no use (${(cause as Error).message}); removing it`);
    await rm(place);
    return undefined;
  }
}

/**
 * Compares what will be loaded with what was recorded when it was downloaded.
 *
 * @returns whether anything was recorded.
 */
async function requireAsRecorded(folder: string): Promise<boolean> {
  const recorded = await recordedChecksums(folder);
  if (recorded === undefined) return false;
  // Our kernels are compiled anew where they differ.
  const loaded = [...recorded].filter(([name]) => !name.includes('axiswise_kernels'));
  const difference = await firstDifference(folder, new Map(loaded));
  if (difference === undefined) return true;
  throw new NativeInstallationError(
    `${path.join(folder, difference.name)} is not what was installed: ${difference.reason}; ` +
      `remove the folder ${folder} and call this again to download it anew`,
  );
}

/** Records what 0.1.0 installed, once it trains: later calls compare with that. */
async function recordFirstUse(folder: string, { say }: MethodContext): Promise<void> {
  try {
    await recordChecksums(folder);
    say(`recorded the SHA-256 of the libraries in ${folder}, for later calls to compare with`);
  } catch (cause) {
    // A cache of somebody else may be read-only.
    say((cause as Error).message);
  }
}

/**
 * Links an earlier download of any method, before anything is downloaded.
 *
 * @param useless gets why a download that is kept does not train here; it stays for others.
 */
async function installFromCache(
  folders: ReadonlyMap<InstallationMethod, string>,
  useless: Map<InstallationMethod, string>,
  context: MethodContext,
): Promise<NativeInstallation | undefined> {
  const { packageFolder, say } = context;
  const place = nativeBindingPath(packageFolder);
  for (const [method, folder] of folders) {
    if (!existsSync(folder)) continue;
    say(`checking the libraries in ${folder}`);
    const known = await requireAsRecorded(folder);
    const binding = nativeBindingPath(folder);
    let version: string;
    try {
      version = await checkTraining(binding, context);
    } catch (cause) {
      if (cause instanceof InterruptedCheckError) throw cause;
      const reason = (cause as Error).message;
      say(`they are of no use here (${reason})`);
      useless.set(
        method,
        `what is kept in ${folder} is of no use here (${reason}); remove it to download it anew`,
      );
      continue;
    }
    if (!known) await recordFirstUse(folder, context);
    await linkBinding(binding, place);
    return describe(method.name, version, place, `${method.title} as kept in the cache`);
  }
  return undefined;
}

async function installAnew(
  folders: ReadonlyMap<InstallationMethod, string>,
  useless: ReadonlyMap<InstallationMethod, string>,
  context: MethodContext,
): Promise<NativeInstallation> {
  const { packageFolder, say } = context;
  const place = nativeBindingPath(packageFolder);
  const failures: string[] = [];
  for (const [method, folder] of folders) {
    const { name, title, install } = method;
    const kept = useless.get(method);
    if (kept !== undefined) {
      failures.push(`${title}: ${kept}.`);
      continue;
    }
    say(`trying ${title}`);
    try {
      let version = '';
      let interrupted: InterruptedCheckError | undefined;
      await fillFolder(folder, async (temporary) => {
        requireSpace(temporary);
        const binding = await install(temporary, context);
        await recordChecksums(temporary);
        say('training two steps to check the binding');
        try {
          version = await checkTraining(binding, context);
        } catch (cause) {
          // The download is kept: the next call checks it before it is linked.
          if (!(cause instanceof InterruptedCheckError)) throw cause;
          interrupted = cause;
        }
      });
      if (interrupted) throw interrupted;
      await linkBinding(nativeBindingPath(folder), place);
      return await describe(name, version, place, title);
    } catch (cause) {
      if (cause instanceof InterruptedCheckError) throw cause;
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
