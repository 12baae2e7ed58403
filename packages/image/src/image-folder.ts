import path from 'node:path';
import {
  arraySplit,
  checkDivision,
  checkOptionNames,
  describeSkipped,
  divideParts,
  foldOptions,
  ownFolds,
  fileStates,
  findClassFiles,
  groupsOfFiles,
  groupsOption,
  nameWithin,
  type PartName,
  prepareOnce,
  type Source,
  type Split,
} from '@axiswise/data';
import {
  pictureFiles,
  pictureOptions,
  pictureShape,
  preparePictures,
  shapeOption,
} from './picture-files.ts';

/**
 * Reads the user's own pictures: a folder of PNG or JPEG per class, or `train/`, `test/` and
 * perhaps `validation/` with a folder per class each.
 *
 * Options of {@link LoadContext.options}: `size=HEIGHTxWIDTH`, `channels=1` or `3`, `groups=PATTERN` (see {@link
 * groupsOfFiles}), and `fold=1` of `folds=10`. Without size and channels, pictures of one size up to 96×96 keep it and others become 32×32; they stay grey if all are
 * grey. Without a test folder a fifth of each class is for test, whatever the run's seed, so that
 * runs can be compared. Files that are not PNG or JPEG are skipped and reported.
 *
 * @throws InputError if a class is empty, there is only one, an option is unknown, or a picture
 *   cannot be read: broken pictures are not skipped, because data that shrinks silently misleads.
 */
export function imageFolder(folder: string): Source {
  const name = path.basename(path.resolve(folder));
  return {
    name,
    description: `pictures in ${folder}, a folder per class`,
    ...ownFolds,
    async load(context) {
      checkOptionNames('a folder of pictures', context.options ?? {}, {
        ...pictureOptions,
        ...groupsOption,
        ...foldOptions,
      });
      const { scoredBy } = context;
      const asked = scoredBy ? pictureShape(scoredBy.shape) : shapeOption(context.options ?? {});
      const { classes, parts, skipped } = await findClassFiles(folder, pictureFiles, scoredBy);
      if (skipped.length > 0) context.onProgress?.(describeSkipped(skipped, pictureFiles));
      const pictures = [...parts.values()].flat();
      const files = pictures.map(({ file }) => file);
      const grouped = groupsOfFiles(pictures, context.options?.groups);
      checkDivision(folder, { parts, classes }, grouped, context, pictureFiles);
      const { facts, numbers } = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({
          asked,
          classes,
          parts: [...parts].map(([part, files]) => [part, files.length]),
          files: await fileStates(files),
        }),
        onProgress: context.onProgress,
        prepare: (into) => preparePictures(folder, { classes, files, asked }, into, context),
      });
      const { shape, sha256 } = facts;
      const size = shape.height * shape.width * shape.channels;
      const inputs = numbers('inputs');
      const splits = new Map<PartName, Split>();
      let first = 0;
      for (const [part, files] of parts) {
        const start = first * size;
        const split = arraySplit({
          inputs: {
            type: inputs.type,
            length: files.length * size,
            read: (from, to) => inputs.read(start + from, start + to),
          },
          labels: Int32Array.from(files, ({ label }) => label),
          shape: [shape.height, shape.width, shape.channels],
          classes: classes.length,
          groups: grouped?.groups.subarray(first, first + files.length),
          exampleName: (index) => nameWithin(folder, files[index].file),
        });
        splits.set(part, split);
        first += files.length;
      }
      return {
        name,
        axes: ['height', 'width'],
        shape: [shape.height, shape.width, shape.channels],
        classes,
        splits: divideParts(folder, splits, context, { classes, kind: pictureFiles }),
        ...(grouped && { groupsOf: 'group', groupName: (group) => grouped.names[group] }),
        sha256,
      };
    },
  };
}
