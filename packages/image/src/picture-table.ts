import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  answersOf,
  arraySplit,
  checkOptionNames,
  fileStates,
  foldOptions,
  ownFolds,
  positionSplit,
  preparedDataset,
  prepareOnce,
  readFileTable,
  type Source,
  tableDivision,
  type TargetForm,
  targetSplit,
  targetsOption,
  unread,
} from '@axiswise/data';
import { InputError, plural } from '@axiswise/messages';
import { readMasks } from './masks.ts';
import {
  pictureFiles,
  pictureOptions,
  pictureShape,
  preparePictures,
  shapeOption,
} from './picture-files.ts';
import type { PictureShape } from './picture.ts';

/** How a table was read, for reading others in the same way. */
interface TableEncoding {
  readonly classes: readonly string[];
  /** The names of what is predicted; absent where that is one class. */
  readonly targets?: readonly string[];
  /** Whether these are columns of numbers. */
  readonly areNumbers: boolean;
  /** Whether each pixel has a class. */
  readonly areMasks?: true;
  readonly shape: PictureShape;
}

/**
 * Reads the user's own pictures with what is right for each of them in a table: a class, several labels, a mask with
 * the class of each pixel ({@link readMasks}), or numbers; see {@link readFileTable}. Pictures become one size as those of `imageFolder`. Without a column `split`
 * a fifth is for test, of each class in proportion, whatever the run's seed.
 *
 * Options: `size` and `channels`, `targets=COLUMN,COLUMN` to predict, and `classes=NAME,NAME` for those of masks,
 * from number 0 on; by default they are called by their numbers.
 *
 * @throws InputError with the line where the table is wrong, or a picture is missing or cannot be read.
 */
export function pictureTable(table: string): Source {
  const { name } = path.parse(path.resolve(table));
  return {
    name,
    description: `pictures in ${table}, a row for each`,
    ...ownFolds,
    async load(context) {
      const { options = {}, encoding, scoredBy, onProgress } = context;
      checkOptionNames('a table of pictures', options, {
        ...pictureOptions,
        ...targetsOption,
        classes: 'NAME,NAME',
        ...foldOptions,
      });
      const trained = encoding as TableEncoding | undefined;
      const { files, names, masks, given } = await readFileTable(table, pictureFiles, {
        isScored: scoredBy !== undefined,
        targets:
          options['targets'] ?? (trained?.areNumbers ? trained.targets?.join(',') : undefined),
      });
      if (trained && Boolean(trained.areMasks) !== (masks !== null)) {
        throw new InputError(
          'data',
          masks
            ? `${table} has masks, but the run was not trained on classes of pixels; leave the column out`
            : `${table} has no column "mask", but the run was trained on classes of pixels; add it`,
        );
      }
      if (!masks && options['classes'] !== undefined) {
        throw new InputError(
          'data',
          `the option "classes" names the classes of masks, but ${table} has no column "mask"; leave it out`,
        );
      }
      // Of a table with masks: which examples are for what, and their groups.
      const answers = answersOf(masks ? { ...given, targetNames: ['mask'] } : given, {
        place: table,
        trained: trained?.classes ?? scoredBy?.classes,
        trainedTargets: trained?.targets,
      });
      const divided = tableDivision(answers, context, {
        place: table,
        isTrained: trained !== undefined || scoredBy !== undefined,
      });
      // What cannot be divided is refused before pictures are read.
      divided(
        unread(
          answers.targets || masks ? new Int32Array(files.length) : answers.labels,
          answers.groups ?? undefined,
        ),
        answers.classes,
      );
      const { groupNames } = answers;
      const asked =
        trained?.shape ?? (scoredBy ? pictureShape(scoredBy.shape) : shapeOption(options));
      const { facts, numbers, array } = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({
          asked,
          names,
          files: await fileStates([...files, ...(masks ?? [])]),
          masks,
        }),
        onProgress,
        prepare: async (into) => {
          const of = { classes: answers.classes, files, asked };
          const found = await preparePictures(path.dirname(path.resolve(table)), of, into, {
            onProgress,
          });
          if (!masks) return { ...found, maskClasses: 0 };
          const read = await readMasks(files, masks, found.shape);
          into.keep('masks', read.labels);
          const sha256 = createHash('sha256')
            .update(found.sha256 + read.sha256)
            .digest('hex');
          return { ...found, sha256, maskClasses: read.classes };
        },
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
      const classes = masks
        ? classesOfMasks(facts.maskClasses, {
            table,
            asked: options['classes'],
            trained: trained?.classes,
          })
        : answers.classes;
      const targets: TargetForm | null = masks
        ? {
            ...{ task: 'position-classification', names: ['class'] },
            ...{ shape: [height, width], axes: ['height', 'width'] },
          }
        : answers.targets;
      const whole = masks
        ? positionSplit({
            ...common,
            labels: { values: array('masks', 'int16'), shape: [height, width] },
            classes: classes.length,
          })
        : targets
          ? targetSplit({ ...common, targets: { values: answers.values, shape: targets.shape } })
          : arraySplit({ ...common, labels: answers.labels, classes: classes.length });
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
          // Examples have no class of their own where their pixels have one.
          splits: divided(whole, masks ? [] : classes),
          encoding: {
            classes,
            ...(targets && { targets: targets.names }),
            ...(masks && { areMasks: true as const }),
            areNumbers: given.targetNames !== null,
            shape: facts.shape,
          } satisfies TableEncoding,
          onProgress,
        },
      );
    },
  };
}

/**
 * The names of the classes of masks.
 *
 * @param found one more than the largest number in a mask.
 * @throws InputError where there are numbers without a name, or a single class.
 */
function classesOfMasks(
  found: number,
  of: {
    readonly table: string;
    readonly asked: string | undefined;
    readonly trained: readonly string[] | undefined;
  },
): readonly string[] {
  const { table, asked, trained } = of;
  const names =
    trained ??
    asked?.split(',').map((name) => name.trim()) ??
    Array.from({ length: found }, (_, i) => String(i));
  if (names.length < found) {
    throw new InputError(
      'data',
      `the masks of ${table} have classes up to number ${found - 1}, but there are names of ` +
        `${plural(names.length, 'class', 'classes')} (${names.join(', ')}), counted from 0; name each, and give ` +
        'pixels without a label 255',
    );
  }
  if (names.length > 1) return names;
  throw new InputError(
    'data',
    `the masks of ${table} have a single class (${names.join('')}); at least two are needed`,
  );
}
