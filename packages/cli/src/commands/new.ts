import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  experimentsFolder,
  moduleExtension,
  namesInUse,
  requireAxiswise,
} from '@axiswise/experiment';
import { shownPath, writeFileAtomically } from '@axiswise/files';
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
        javascript: { type: 'boolean', describe: 'write JavaScript; without it, TypeScript' },
      })
      .example(
        '$0 new my-sensors --axes sensor,time',
        'experiments/my-sensors, in this clone or project; it trains on generated examples',
      )
      .epilogue('To begin with data instead of an empty declaration: axiswise design --data D'),
  handler: async (args) => {
    const parent = experimentsFolder();
    const project = path.dirname(parent);
    const { name, axes } = checkDomain(args, namesInUse(parent));
    const folder = path.join(parent, name);
    if (existsSync(folder)) {
      throw new InputError(
        'experiment-name',
        `${shownPath(folder)} exists already; choose another name, or remove the folder`,
      );
    }
    requireAxiswise(project);
    const extension = moduleExtension(project, args.javascript ? 'js' : 'ts');
    const files = await formatFiles(domainFiles({ name, axes, extension }), folder);
    await mkdir(folder, { recursive: true });
    for (const { path: file, content } of files) {
      await writeFileAtomically(path.join(folder, file), content);
    }
    const written = files.map(({ path: file }) => shownPath(path.join(folder, file)));
    await printResult(
      args,
      { experiment: name, axes, files: written },
      [
        'Written',
        ...written.map((file) => `  ${file}`),
        '',
        `Next: read ${shownPath(path.join(folder, 'README.md'))}; then`,
        `  npx axiswise train ${name}       trains it on the generated examples`,
        `  npx axiswise compare ${name}     compares its filter strategies`,
        `  npx axiswise diagnose ${name}    tests its declaration on the data`,
      ].join('\n'),
    );
  },
});
