import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { compileBinding } from './compile-binding.ts';
import { libraryBytes, tensorflowLibraries } from './libraries.ts';
import type { InstallationMethod, MethodContext } from './method.ts';
import { sha256OfFile } from '@axiswise/files';
import { fileSize, listOr } from '@axiswise/messages';
import { CommandError, runCommand } from '@axiswise/processes';

/**
 * The members of the wheel that the binding needs: the two libraries and the headers of the C
 * interface. The wheel has thousands of other members.
 */
const unpackScript = `
import sys, zipfile
wheel, target = sys.argv[1:]
prefixes = ['c/', 'core/platform/ctstring']
headers = tuple('tensorflow/include/tensorflow/' + prefix for prefix in prefixes) + (
    'tensorflow/include/tsl/', 'tensorflow/include/xla/tsl/c/')
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith('/') or '..' in name.split('/'):
            raise SystemExit('Error: its member ' + name + ' would leave the folder that it is unpacked into')
        library = name.startswith(('tensorflow/libtensorflow_cc.', 'tensorflow/libtensorflow_framework.'))
        if library or (name.startswith(headers) and name.endswith('.h')):
            archive.extract(name, target)
`;

/** The libraries inside the Python wheel of TensorFlow. */
export const pythonWheel: InstallationMethod = {
  name: 'wheel',
  title: 'the Python wheel',
  install: installFromWheel,
};

/**
 * Fills `root` from the Python wheel of TensorFlow: its two libraries, and the binding of tfjs-node
 * compiled against them.
 *
 * Pip compares the wheel with the SHA-256 that the package index publishes, and refuses an index that is
 * neither https nor local unless its own configuration trusts it: where pip looks is the user's decision.
 * The wheel is only unpacked, so any Python with pip can download it, also one for which TensorFlow
 * has no wheel.
 *
 * @returns the binding.
 */
async function installFromWheel(root: string, context: MethodContext): Promise<string> {
  const { platform, say } = context;
  if (platform === 'win32') {
    throw new Error('the wheel for Windows has no library that a binding can link against');
  }
  const work = path.join(root, 'work');
  await mkdir(work);
  const { python, wheel } = await downloadWheel(work, context);
  const wheelBytes = (await stat(wheel)).size;
  // Pip has compared it with the one that the index publishes.
  say(`${path.basename(wheel)} has the SHA-256 ${await sha256OfFile(wheel)}`);
  say(`unpacking the libraries and headers of ${path.basename(wheel)} (${fileSize(wheelBytes)})`);
  await runCommand(python, ['-c', unpackScript, wheel, work], { timeoutMs: 600_000 });
  await rm(wheel);

  const libraryFolder = path.join(root, 'deps', 'lib');
  await mkdir(libraryFolder, { recursive: true });
  const unpacked = await tensorflowLibraries(path.join(work, 'tensorflow'));
  if (unpacked.length < 2) {
    throw new Error(
      `${path.basename(wheel)} does not hold libtensorflow_cc and libtensorflow_framework`,
    );
  }
  for (const file of unpacked) await rename(file, path.join(libraryFolder, path.basename(file)));
  const libraries = await tensorflowLibraries(libraryFolder);

  say(`compiling the binding against ${fileSize(await libraryBytes(libraryFolder))} of libraries`);
  const binding = await compileBinding({
    root,
    packageFolder: context.packageFolder,
    includeFolder: path.join(work, 'tensorflow', 'include'),
    libraries,
    compilers: context.compilers,
    platform,
  });
  await rm(work, { recursive: true });
  return binding;
}

async function downloadWheel(
  folder: string,
  { pythons, wheelRequirements, say }: MethodContext,
): Promise<{ python: string; wheel: string }> {
  const python = await firstWithPip(pythons);
  let reason = '';
  for (const requirement of wheelRequirements) {
    // Without a wheel for the running Python, one for another Python serves as well.
    for (const target of [[], ['--python-version', '3.12']]) {
      say(`downloading the Python wheel of ${requirement} with pip`);
      const args = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-input'];
      args.push('--retries', '1', '--progress-bar', 'off', '--no-deps', '--only-binary=:all:');
      args.push('--dest', folder, ...target, requirement);
      try {
        await runCommand(python, args, { timeoutMs: 1_800_000 });
      } catch (cause) {
        if (!(cause instanceof CommandError)) throw cause;
        reason = pipFailure(cause);
        continue;
      }
      const [name] = (await readdir(folder)).filter((entry) => entry.endsWith('.whl'));
      if (name !== undefined) return { python, wheel: path.join(folder, name) };
      reason = `pip downloaded no wheel of ${requirement}`;
    }
  }
  throw new Error(`pip cannot download ${listOr(wheelRequirements)}: ${reason}`);
}

/**
 * Extracts from pip's messages why it found nothing.
 *
 * @throws Error where no other requirement would do better: pip could not reach its index, or got another
 *   file than the index says.
 */
function pipFailure(cause: CommandError): string {
  const lines = cause.stderr.split('\n');
  if (cause.stderr.includes('DO NOT MATCH THE HASHES')) {
    const [, expected] = /Expected sha256 ([0-9a-f]{64})/.exec(cause.stderr) ?? [];
    const [, got] = /Got\s+([0-9a-f]{64})/.exec(cause.stderr) ?? [];
    throw new Error(
      `the wheel has the SHA-256 ${got ?? '?'} instead of ${expected ?? 'the one'} that its package index ` +
        `publishes; it was changed or damaged on the way: clear pip's cache (pip cache purge), or name ` +
        `another index (pip config set global.index-url …)`,
      { cause },
    );
  }
  const warning = lines.find((line) => line.startsWith('WARNING: Retrying'));
  if (warning !== undefined) {
    // pip's final "No matching distribution" would mislead.
    const broken = /broken by '(.*?)'(?=: \/)/.exec(warning)?.[1].replace(/<[^>]*>[:,]? ?/, '');
    throw new Error(`pip cannot reach the package index (${broken ?? warning})`, { cause });
  }
  const error = lines.find((line) => line.startsWith('ERROR:'));
  return error?.replace(/^ERROR:\s*/, '').trim() ?? cause.message;
}

async function firstWithPip(pythons: readonly string[]): Promise<string> {
  let reason = `no Python was found (looked for ${pythons.join(', ')}); install Python 3 with pip`;
  for (const python of pythons) {
    try {
      await runCommand(python, ['-m', 'pip', '--version'], { timeoutMs: 60_000 });
      return python;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      if (!cause.missing) reason = `${python} has no pip (${cause.message}); install pip`;
    }
  }
  throw new Error(reason);
}
