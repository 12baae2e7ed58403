import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  answersOf,
  arraySplit,
  checkOptionNames,
  dividedByParts,
  fifthAside,
  fileStates,
  preparedDataset,
  prepareOnce,
  readFileTable,
  type Source,
  targetSplit,
  targetsOption,
} from '@axiswise/data';
import { pictureFiles, pictureOptions, preparePictures, shapeOption } from './picture-files.ts';
import type { PictureShape } from './picture.ts';

/** How a table was read, for reading others in the same way. */
interface TableEncoding {
  readonly classes: readonly string[];
  /** The names of what is predicted; absent where that is one class. */
  readonly targets?: readonly string[];
  /** Whether these are columns of numbers. */
  readonly areNumbers: boolean;
  readonly shape: PictureShape;
}

/**
 * Reads the user's own pictures with what is right for each of them in a table: a class, several labels, or
 * numbers; see {@link readFileTable}. Pictures become one size as those of `imageFolder`. Without a column `split`
 * a fifth is for test, of each class in proportion, whatever the run's seed.
 *
 * Options: `size` and `channels`, and `targets=COLUMN,COLUMN` to predict.
 *
 * @throws InputError with the line where the table is wrong, or a picture is missing or cannot be read.
 */
export function pictureTable(table: string): Source {
  const { name } = path.parse(path.resolve(table));
  return {
    name,
    description: `pictures in ${table}, a row for each`,
    async load({ options = {}, encoding, onProgress }) {
      checkOptionNames('a table of pictures', options, { ...pictureOptions, ...targetsOption });
      const trained = encoding as TableEncoding | undefined;
      const { files, names, given } = await readFileTable(table, pictureFiles, {
        targets:
          options['targets'] ?? (trained?.areNumbers ? trained.targets?.join(',') : undefined),
      });
      const answers = answersOf(given, {
        place: table,
        trained: trained?.classes,
        trainedTargets: trained?.targets,
      });
      const { classes, targets, groupNames } = answers;
      const asked = trained?.shape ?? shapeOption(options);
      const { facts, numbers } = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({ asked, names, files: await fileStates(files) }),
        onProgress,
        prepare: (into) =>
          preparePictures(path.dirname(path.resolve(table)), { classes, files, asked }, into, {
            onProgress,
          }),
      });
      const { height, width, channels } = facts.shape;
      const shape = [height, width, channels];
      const common = {
        inputs: numbers('inputs'),
        shape,
        groups: answers.groups ?? undefined,
        exampleName: (index: number) => names[index],
        name: table,
      };
      const whole = targets
        ? targetSplit({ ...common, targets: { values: answers.values, shape: targets.shape } })
        : arraySplit({ ...common, labels: answers.labels, classes: classes.length });
      const of = { place: table, classes, isTrained: trained !== undefined };
      return preparedDataset(
        {
          ...{ shape, classes, targets, groupNames },
          sha256: createHash('sha256')
            .update(JSON.stringify([facts.sha256, given]))
            .digest('hex'),
        },
        {
          name,
          axes: ['height', 'width'],
          place: table,
          splits: answers.parts
            ? dividedByParts(whole, answers.parts, { ...of, says: (part) => `the split ${part}` })
            : fifthAside(whole, { ...of, remedy: 'add some, or a column "split"' }),
          encoding: {
            classes,
            ...(targets && { targets: targets.names }),
            areNumbers: given.targetNames !== null,
            shape: facts.shape,
          } satisfies TableEncoding,
          toScoreAll:
            trained && !answers.parts ? 'add a column "split" with test in each row' : undefined,
          onProgress,
        },
      );
    },
  };
}
