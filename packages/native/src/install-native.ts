import { copyFile, mkdir, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { existsSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { nativeBindingPath, nativeInstalled, tfjsNodeFolder } from '@axiswise/backend';
import { fileSize } from '@axiswise/messages';
import { cacheFolder, fillFolder, removePartialFolders } from '@axiswise/files';
import { checkTraining, trainingCheckCommand } from './check-training.ts';
import { libraryBytes } from './libraries.ts';
import type { MethodContext } from './method.ts';
import { installOfficial } from './official-method.ts';
import { installFromWheel } from './wheel-method.ts';

/** Where {@link installNative} takes things from and puts them; each has a default that suits. */
export interface InstallNativeOptions {
  /** Gets a line about each step and its size. */
  readonly onProgress?: (line: string) => void;
  /** By default `$AXISWISE_CACHE_DIR`, else the user's cache folder. */
  readonly cacheDir?: string;
  /** The folder of the package @tensorflow/tfjs-node. */
  readonly packageFolder?: string;
  /** By default `$TFJS_NODE_CDN_STORAGE`, as for tfjs-node itself, else Google's storage. */
  readonly officialBaseUrl?: string;
  /** A host that does not begin to respond in this time is given up, by default 5 s. */
  readonly answerSeconds?: number;
  /** What pip is asked for, in this order. */
  readonly wheelRequirements?: readonly string[];
  /** Commands of Python, tried in this order. */
  readonly pythons?: readonly string[];
  /** Commands of a C++ compiler, tried in this order. */
  readonly compilers?: readonly string[];
  /** The command that trains on a binding, see `train-two-steps.ts`. */
  readonly checkCommand?: readonly string[];
}

/** What {@link installNative} did. */
export interface NativeInstallation {
  /** Whether this call installed something. */
  readonly installed: boolean;
  readonly method: 'already' | 'official' | 'wheel';
  /** Of the TensorFlow library. */
  readonly version: string;
  readonly libraryBytes: number;
  /** Where tfjs-node finds its binding. */
  readonly binding: string;
  /** One line for people. */
  readonly summary: string;
}

/** Native TensorFlow could not be installed; the message says for each method why. */
export class NativeInstallationError extends Error {
  override readonly name = 'NativeInstallationError';
}

/** Free space that a method needs at its worst: the wheel, its libraries and headers. */
const spaceNeeded = 1.3e9;

const methods = [
  { name: 'official', title: 'the official download', install: installOfficial },
  { name: 'wheel', title: 'the Python wheel', install: installFromWheel },
] as const;

/**
 * Installs native TensorFlow for tfjs-node: from the official download, else with a binding compiled
 * against the libraries of the Python wheel.
 *
 * Nothing counts as installed before it has trained two steps of a convolutional network in a child
 * process. The libraries (up to 850 MB) are kept in a cache outside the repository and linked into
 * the package, so that after another `npm ci` the next call only links them again.
 *
 * @throws NativeInstallationError where every method fails; the other engines are as before then.
 */
export async function installNative(
  options: InstallNativeOptions = {},
): Promise<NativeInstallation> {
  const packageFolder = options.packageFolder ?? tfjsNodeFolder();
  const packageJson = await readFile(path.join(packageFolder, 'package.json'), 'utf8');
  const { version: packageVersion } = JSON.parse(packageJson) as { version: string };
  const say = options.onProgress ?? (() => undefined);
  const context: MethodContext = {
    packageFolder,
    packageVersion,
    officialBaseUrl:
      options.officialBaseUrl ??
      (process.env['TFJS_NODE_CDN_STORAGE'] || 'https://storage.googleapis.com/'),
    answerSeconds: options.answerSeconds ?? 5,
    // First the version that Axiswise was tried with.
    wheelRequirements: options.wheelRequirements ?? ['tensorflow-cpu==2.21.0', 'tensorflow-cpu'],
    pythons: options.pythons ?? ['python3', 'python'],
    compilers: options.compilers ?? ['g++', 'clang++', 'c++'],
    checkCommand: options.checkCommand ?? trainingCheckCommand(),
    platform: process.platform,
    architecture: process.arch,
    say,
  };
  const place = nativeBindingPath(packageFolder);
  const cache = path.join(options.cacheDir ?? cacheFolder(), 'native');
  // What a killed call left may be a gigabyte, and the methods below may not be reached.
  for (const { name } of methods) {
    await removePartialFolders(path.join(cache, cacheName(name, context)));
  }

  if (nativeInstalled(packageFolder)) {
    try {
      const version = await checkTraining(place, packageFolder, context.checkCommand);
      return describe('already', version, place);
    } catch (cause) {
      say(`the installation at ${place} is of no use (${(cause as Error).message}); removing it`);
      await rm(place);
    }
  }

  const failures: string[] = [];
  // What an earlier call has downloaded comes before every download.
  for (const { name, title } of methods) {
    const folder = path.join(cache, cacheName(name, context));
    if (!existsSync(folder)) continue;
    say(`checking the libraries in ${folder}`);
    try {
      const binding = nativeBindingPath(folder);
      const version = await checkTraining(binding, packageFolder, context.checkCommand);
      await linkBinding(binding, place);
      return describe(name, version, place, `${title} as kept in the cache`);
    } catch (cause) {
      say(`they are of no use (${(cause as Error).message}); removing them`);
      await rm(folder, { recursive: true, force: true });
    }
  }
  for (const { name, title, install } of methods) {
    const folder = path.join(cache, cacheName(name, context));
    say(`trying ${title}`);
    try {
      let version = '';
      await fillFolder(folder, async (temporary) => {
        requireSpace(temporary);
        const binding = await install(temporary, context);
        say('training two steps to check the binding');
        version = await checkTraining(binding, packageFolder, context.checkCommand);
      });
      await linkBinding(nativeBindingPath(folder), place);
      return describe(name, version, place, title);
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

/** One folder for each version, method and kind of machine, so that a shared cache serves all. */
function cacheName(method: string, { packageVersion, platform, architecture }: MethodContext) {
  return `tfjs-node-${packageVersion}-${method}-${platform}-${architecture}`;
}

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

/**
 * Puts a binding where tfjs-node looks for it. A link, because Node loads its target, which finds
 * the libraries beside it; and a link whose cache was deleted is no installation.
 */
async function linkBinding(binding: string, place: string): Promise<void> {
  const folder = path.dirname(place);
  await mkdir(folder, { recursive: true });
  if (process.platform === 'win32') {
    // Links need a privilege there, and libraries are looked for beside the binding.
    const source = path.dirname(binding);
    const names = (await readdir(source)).sort((a) => (a.endsWith('.node') ? 1 : -1));
    for (const name of names)
      await replaceWithCopy(path.join(source, name), path.join(folder, name));
    return;
  }
  const temporary = `${place}.${process.pid}`;
  rmSync(temporary, { force: true });
  symlinkSync(binding, temporary);
  await rename(temporary, place);
}

async function replaceWithCopy(source: string, target: string): Promise<void> {
  const temporary = `${target}.${process.pid}`;
  await copyFile(source, temporary);
  await rename(temporary, target);
}

async function describe(
  method: NativeInstallation['method'],
  version: string,
  place: string,
  source?: string,
): Promise<NativeInstallation> {
  // The official installation and ours have the libraries in the same place below the binding.
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
    summary: `native TensorFlow ${version} (${fileSize(bytes)} of libraries) ${how} and trains`,
  };
}
