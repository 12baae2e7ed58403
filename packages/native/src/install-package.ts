import { existsSync } from 'node:fs';
import path from 'node:path';
import { tfjsNodePackage, tfjsNodeVersion } from '@axiswise/backend';
import { InputError } from '@axiswise/messages';
import { CommandError, runCommand } from '@axiswise/processes';

/** Other programs that install packages: their files in a project, and how they add one without its scripts. */
const otherManagers: readonly (readonly [file: string, command: string])[] = [
  ['pnpm-lock.yaml', 'pnpm add --ignore-scripts'],
  ['yarn.lock', 'yarn add --ignore-scripts'],
  ['bun.lock', 'bun add --ignore-scripts'],
  ['bun.lockb', 'bun add --ignore-scripts'],
];

const wanted = `${tfjsNodePackage}@${tfjsNodeVersion}`;

/**
 * Installs the npm package @tensorflow/tfjs-node into the project that this package is installed in, and runs
 * no package's script: that of tfjs-node would download by itself, unchecked.
 *
 * The project's package.json stays as it is. If it named the package, the script would run at the next
 * installation of whoever works on the project.
 *
 * @param options.from a folder in that project's `node_modules`; default that of this package.
 * @returns the folder of the package.
 * @throws InputError where another program than npm installs packages there, or nothing says that it is a
 *   project; Error where npm fails.
 */
export async function installTfjsNode(options: {
  readonly from?: string;
  readonly npm?: readonly string[];
  readonly say: (line: string) => void;
}): Promise<string> {
  const { from = import.meta.dirname, npm = npmCommand(), say } = options;
  const project = projectOf(from);
  const lacking = `native TensorFlow needs the package ${tfjsNodePackage}, without its install script; `;
  if (project === undefined) {
    throw new InputError(
      'backend',
      `${lacking}install it beside axiswise: npm install --ignore-scripts --no-save ${wanted}`,
    );
  }
  const other = otherManagers.find(([file]) => existsSync(path.join(project, file)));
  if (other) {
    throw new InputError(
      'backend',
      `${lacking}${project} has a ${other[0]}, so add it with: ${other[1]} ${wanted}`,
    );
  }
  const args = ['install', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', wanted];
  say(`installing ${wanted} in ${project} (npm ${args.slice(0, 3).join(' ')})`);
  const [command, ...first] = npm;
  try {
    await runCommand(command, [...first, ...args], { cwd: project, timeoutMs: 600_000 });
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    const reason = cause.missing ? cause.message : (npmError(cause.stderr) ?? cause.message);
    throw new Error(
      `npm cannot install ${wanted} in ${project}: ${reason}; ` +
        `the other engines work as before`,
      { cause },
    );
  }
  return path.join(project, 'node_modules', ...tfjsNodePackage.split('/'));
}

/** The folder whose `node_modules` a file lies in; undefined for a clone, or where it is no project. */
function projectOf(folder: string): string | undefined {
  const inside = folder.split(path.sep);
  const at = inside.indexOf('node_modules');
  if (at < 0) return undefined;
  const project = inside.slice(0, at).join(path.sep) || path.sep;
  return existsSync(path.join(project, 'package.json')) ? project : undefined;
}

/** The npm that runs this, or that of the path. */
function npmCommand(): readonly string[] {
  const running = process.env['npm_execpath'] ?? '';
  if (/npm-cli\.c?js$/.test(running)) return [process.execPath, running];
  return ['npm'];
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
