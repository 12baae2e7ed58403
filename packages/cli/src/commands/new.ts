import { existsSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { discoverExperiments, experimentsFolder, requireAxiswise } from '@axiswise/experiment';
import { writeFileAtomically } from '@axiswise/files';
import { InputError } from '@axiswise/messages';
import { checkDomain, domainFiles, formatFiles } from '@axiswise/scaffold';
import { defineCommand } from '../define-command.ts';
import { printResult } from '../print-result.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('name', {
        type: 'string',
        demandOption: true,
        describe: 'name of the experiment: lower-case words joined by hyphens',
      })
      .options({
        axes: {
          type: 'string',
          requiresArg: true,
          demandOption: true,
          describe: 'names of one or two axes, in the order in which an example holds them',
        },
      })
      .example(
        '$0 new my-sensors --axes sensor,time',
        'experiments/my-sensors, in this clone or project; it trains on generated examples',
      )
      .epilogue('To begin with data instead of an empty declaration: axiswise design --data D'),
  handler: async (args) => {
    const parent = experimentsFolder();
    const project = path.dirname(parent);
    const { name, axes } = checkDomain(args, takenNames(project));
    const folder = path.join(parent, name);
    if (existsSync(folder)) {
      throw new InputError(
        'experiment-name',
        `${shown(folder)} exists already; choose another name, or remove the folder`,
      );
    }
    requireAxiswise(project);
    const files = await formatFiles(domainFiles({ name, axes }), folder);
    await mkdir(folder, { recursive: true });
    for (const { path: file, content } of files) {
      await writeFileAtomically(path.join(folder, file), content);
    }
    const written = files.map(({ path: file }) => shown(path.join(folder, file)));
    await printResult(
      args,
      { experiment: name, axes, files: written },
      [
        'Written',
        ...written.map((file) => `  ${file}`),
        '',
        `Next: read ${shown(path.join(folder, 'README.md'))}; then`,
        `  npx axiswise train ${name}       trains it on the generated examples`,
        `  npx axiswise compare ${name}     compares its filter strategies`,
        `  npx axiswise diagnose ${name}    tests its declaration on the data`,
      ].join('\n'),
    );
  },
});

/** Names in use, and by what. In a clone, a package of the name would be mixed up with the experiment by Nx. */
function takenNames(project: string): Map<string, string> {
  const taken = new Map<string, string>();
  const others = path.join(project, 'packages');
  const inClone = existsSync(path.join(project, 'nx.json')) && existsSync(others);
  for (const { name, origin, file } of discoverExperiments().values()) {
    // A folder of this very place is named by its path, below.
    if (!path.resolve(file).startsWith(path.join(project, 'experiments', name) + path.sep)) {
      taken.set(name, `the experiment of ${origin}`);
    }
  }
  for (const folder of inClone ? readdirSync(others) : []) {
    taken.set(folder, `the package ${path.join(others, folder)}`);
  }
  return taken;
}

/** A path as a person would write it. */
const shown = (file: string): string => path.relative('', file) || file;
