import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { tfjsNodePackage, tfjsNodeVersion } from '@axiswise/backend';
import { fillFolder, writeError } from '@axiswise/files';
import { InputError } from '@axiswise/messages';
import { CommandError, runCommand } from '@axiswise/processes';

const wanted = `${tfjsNodePackage}@${tfjsNodeVersion}`;

/**
 * Installs the npm package @tensorflow/tfjs-node beside the TensorFlow.js that it extends, with what it needs
 * inside its own folder, and runs no package's script: that of tfjs-node would download by itself, unchecked.
 *
 * Nothing else of the project changes. If its package.json named the package, the script would run at the next
 * installation of whoever works on it; and npm, asked to install there, may rearrange all that is installed.
 *
 * @param options.beside the folder of @tensorflow/tfjs-core; default that of these packages.
 * @param options.npm the command of npm.
 * @returns the folder of the package.
 * @throws InputError where packages lie in a store of links, as with pnpm, or the folder cannot be written;
 *   Error where npm fails.
 */
export async function installTfjsNode(options: {
  readonly beside?: string;
  readonly npm?: readonly string[];
  readonly say: (line: string) => void;
}): Promise<string> {
  const { beside = coreFolder(), npm = npmCommand(), say } = options;
  const parts = beside.split(path.sep);
  const store = parts.slice(parts.indexOf('node_modules')).find((part) => part.startsWith('.'));
  if (store !== undefined) {
    throw new InputError(
      'backend',
      `native TensorFlow needs the package ${tfjsNodePackage}, and packages lie in the store ${store} ` +
        `here; add it to the project without its install script, for example with: ` +
        `pnpm add --ignore-scripts ${wanted}`,
    );
  }
  const folder = path.join(path.dirname(beside), 'tfjs-node');
  const project = parts.slice(0, parts.indexOf('node_modules')).join(path.sep);
  say(`installing ${wanted} in ${folder}, without its install script`);
  try {
    await fillFolder(folder, async (temporary) => {
      const work = path.join(temporary, 'work');
      await mkdir(work);
      await writeFile(path.join(work, 'package.json'), '{ "private": true }');
      // It may name the registry.
      const settings = path.join(project, '.npmrc');
      if (existsSync(settings)) await copyFile(settings, path.join(work, '.npmrc'));
      await install(npm, work);
      await moveIn(path.join(work, 'node_modules'), temporary, path.dirname(beside));
      await rm(work, { recursive: true });
    });
  } catch (cause) {
    throw writeError(folder, cause);
  }
  return folder;
}

async function install([command, ...first]: readonly string[], cwd: string): Promise<void> {
  const args = ['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];
  // Whatever the caller's own npm was told to leave out, its errors are wanted.
  args.push('--loglevel=error');
  try {
    await runCommand(command, [...first, ...args, wanted], { cwd, timeoutMs: 600_000 });
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    const reason = cause.missing ? cause.message : (npmError(cause.stderr) ?? cause.message);
    throw new Error(`npm cannot install ${wanted}: ${reason}; the other engines work as before`, {
      cause,
    });
  }
}

/**
 * Moves the package to the top of a folder and what it needs below it, but for the parts of TensorFlow.js that are there
 * already: two of one part would not know each other's layers.
 *
 * @param present where those lie.
 */
async function moveIn(installed: string, folder: string, present: string): Promise<void> {
  const [scope, name] = tfjsNodePackage.split('/');
  for (const each of await readdir(path.join(installed, scope, name))) {
    await rename(path.join(installed, scope, name, each), path.join(folder, each));
  }
  const below = path.join(folder, 'node_modules');
  await mkdir(path.join(below, scope), { recursive: true });
  for (const part of await readdir(path.join(installed, scope))) {
    if (part === name || existsSync(path.join(present, part))) continue;
    await rename(path.join(installed, scope, part), path.join(below, scope, part));
  }
  await rm(path.join(installed, scope), { recursive: true });
  for (const each of await readdir(installed)) {
    const place = path.join(below, each);
    // The dot is of npm's own notes; what came with the package itself stays.
    if (each === '.package-lock.json' || existsSync(place)) continue;
    await rename(path.join(installed, each), place);
  }
}

const coreFolder = (): string =>
  path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core/package.json'));

/** The npm that runs this, or that of the path. */
function npmCommand(): readonly string[] {
  const running = process.env['npm_execpath'] ?? '';
  return /npm-cli\.c?js$/.test(running) ? [process.execPath, running] : ['npm'];
}

/** What npm says is wrong, without its code and the place of its log. */
const npmError = (stderr: string): string | undefined =>
  stderr
    .split('\n')
    .map(
      (line) => /^npm (?:error|ERR!) (?!code |errno |syscall |A complete log)(.+)$/.exec(line)?.[1],
    )
    .find((message) => message !== undefined)
    ?.trim();
