import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  answersOf,
  arraySplit,
  countProgress,
  type Dataset,
  fileStates,
  type FileTable,
  groupsOfFiles,
  groupsOption,
  isTable,
  listFolder,
  type LoadContext,
  nameWithin,
  ownFolds,
  partNamed,
  positionSplit,
  preparedDataset,
  prepareOnce,
  readFileTable,
  type Source,
  tableDivision,
  type TargetForm,
  targetSplit,
  targetsOption,
  unlabelled,
  unread,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { frameLabels } from './frame-labels.ts';
import { type LabelledInterval, looksLikeTrack, readLabelTrack } from './label-tracks.ts';
import { recordingFiles } from './recording-files.ts';
import { utteranceAugmentation } from './utterance-augmentation.ts';
import { chooseEncoding, parseOptions } from './utterance-options.ts';
import { digestOf, readUtterances, withAugmentation } from './utterances.ts';
import {
  type AnswerEncoding,
  checkedEncoding,
  spectrogramAxes,
  type UtteranceEncoding,
  utteranceShape,
} from './utterance-encoding.ts';

/** The options of label tracks. */
const trackOptions = { tier: 'NAME', unlabelled: 'NAME' } as const;

/**
 * Reads the user's own recordings with what is right for each of them in a table: a class, several labels, numbers
 * ({@link readFileTable}), or in a column `track` the file of a label track ({@link readLabelTrack}). A folder of
 * recordings with such a file of the same name beside each is read like a table of tracks; folders `train` and `test`
 * in it are its splits.
 *
 * With label tracks each frame has a class, that of the interval in which its middle lies. Frames of no interval have
 * none, and count neither in training nor in tests, unless `unlabelled=NAME` gives them a class of that name.
 *
 * Options: those of `audioFolder`, `targets=COLUMN,COLUMN` to predict, `tier=NAME` of TextGrids, and `unlabelled=NAME`.
 *
 * @throws InputError with the line where the table is wrong, or a recording or a track is missing or cannot be read.
 */
export function recordingTable(place: string): Source {
  const { name } = path.parse(path.resolve(place));
  return {
    name,
    description: `recordings in ${place}, with what is right for each`,
    ...ownFolds,
    async load(context): Promise<Dataset> {
      const { options = {}, encoding: given, scoredBy, onProgress } = context;
      const asked = parseOptions('recordings with a table or tracks', options, {
        ...targetsOption,
        ...trackOptions,
        ...(!isTable(place) && groupsOption),
      });
      const trained = given === undefined ? undefined : checkedEncoding(given);
      const answered = trained?.answers;
      const table = await tableOf(place, context, answered);
      const { files, names, masks: tracks, given: said } = table;
      checkKind(place, table, trained);
      const answers = answersOf(tracks ? { ...said, targetNames: ['label'] } : said, {
        place,
        trained: answered?.classes ?? scoredBy?.classes,
        trainedTargets: answered?.targets,
      });
      const divided = tableDivision(answers, context, {
        place,
        isTrained: trained !== undefined || scoredBy !== undefined,
      });
      // What cannot be divided is refused before recordings are read.
      divided(
        unread(
          answers.targets || tracks ? new Int32Array(files.length) : answers.labels,
          answers.groups ?? undefined,
        ),
        answers.classes,
      );
      const read = {
        tier: options['tier'] ?? answered?.tracks?.tier,
        unlabelled: options['unlabelled'] ?? answered?.tracks?.unlabelled,
      };
      const intervals =
        tracks && (await Promise.all(tracks.map((file) => readLabelTrack(file, read))));
      const utterances = files.map((file) => ({ file, label: 0 }));
      const prepared = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({ names, files: await fileStates(files), as: trained ?? asked }),
        onProgress,
        prepare: async (into) => {
          const notice = (line: string): void => into.notice(line);
          const encoding =
            trained ?? (await chooseEncoding(utterances, asked, { onProgress, notice }));
          const onRead = countProgress(
            { verb: 'read', total: files.length, many: recordingFiles.many },
            onProgress,
          );
          const digests = await readUtterances(utterances, encoding, into, onRead);
          return { encoding, sha256: digestOf(path.dirname(place), encoding, utterances, digests) };
        },
      });
      const { encoding } = prepared.facts;
      const shape = utteranceShape(encoding);
      const inputs = prepared.numbers('inputs');
      const real = prepared.array('real frames', 'int32');
      const common = {
        inputs,
        shape,
        groups: answers.groups ?? undefined,
        exampleName: (index: number) => names[index],
        name: place,
      };
      const classes = intervals
        ? classesOf(intervals, { place, trained: answered?.classes, unlabelled: read.unlabelled })
        : answers.classes;
      const targets: TargetForm | null = intervals
        ? {
            ...{ task: 'position-classification', names: ['label'] },
            ...{ shape: [encoding.frames], axes: ['time'] },
          }
        : answers.targets;
      const whole = intervals
        ? positionSplit({
            ...common,
            labels: {
              values: labelsOfFrames(intervals, {
                ...{ tracks: tracks!, encoding, real, classes, unlabelledAs: read.unlabelled },
                cropped: prepared.array('cropped frames', 'int32'),
              }),
              shape: [encoding.frames],
            },
            classes: classes.length,
          })
        : targets
          ? targetSplit({ ...common, targets: { values: answers.values, shape: targets.shape } })
          : arraySplit({ ...common, labels: answers.labels, classes: classes.length });
      const augmentation = utteranceAugmentation(encoding, options);
      const augmented = withAugmentation(whole, {
        ...{ inputs, real, encoding },
        // What moves in time would no longer lie under its labels.
        augmentation:
          intervals && augmentation
            ? { ...augmentation, timeShiftFrames: 0, timeStretch: 0 }
            : augmentation,
      });
      // Examples have no class of their own where their frames have one.
      const splits = divided(augmented, intervals ? [] : classes);
      const answersRead: AnswerEncoding = {
        classes,
        ...(targets && !intervals && { targets: targets.names }),
        areNumbers: said.targetNames !== null,
        ...(intervals && { tracks: read }),
      };
      return preparedDataset(
        {
          ...{ shape, classes, targets, groupNames: answers.groupNames },
          sha256: createHash('sha256')
            .update(JSON.stringify([prepared.facts.sha256, said, intervals]))
            .digest('hex'),
        },
        {
          name,
          axes: spectrogramAxes,
          place,
          splits,
          encoding: { ...encoding, answers: answersRead } satisfies UtteranceEncoding,
          onProgress,
        },
      );
    },
  };
}

/** The file of a label track beside a recording: of the same name, but for its ending. */
const trackBeside = (recording: string, files: ReadonlySet<string>): string | undefined => {
  const { dir, name } = path.parse(recording);
  return ['.TextGrid', '.textgrid', '.txt']
    .map((ending) => path.join(dir, name + ending))
    .find((file) => files.has(file));
};

/** Whether a folder holds recordings with label tracks beside them. */
export function isTrackFolder(folder: string): boolean {
  const files = new Set(listFolder(folder, { recursive: true }));
  for (const file of files) {
    const track = recordingFiles.pattern.test(file) ? trackBeside(file, files) : undefined;
    // A text beside a recording may be something else, such as what is said in it.
    if (track !== undefined) return looksLikeTrack(path.join(folder, track));
  }
  return false;
}

/** The table, or what a folder of recordings with label tracks says as if it were one. */
async function tableOf(
  place: string,
  { options = {}, scoredBy, onProgress }: LoadContext,
  answered: AnswerEncoding | undefined,
): Promise<FileTable> {
  const isScored = scoredBy !== undefined;
  if (isTable(place)) {
    const ofRun = answered?.areNumbers ? answered.targets?.join(',') : undefined;
    return readFileTable(place, recordingFiles, { targets: options['targets'] ?? ofRun, isScored });
  }
  const all = new Set(
    listFolder(place, { recursive: true }).filter(
      (file) => !file.split(path.sep).some((part) => part.startsWith('.')),
    ),
  );
  const partOf = (file: string) => {
    const [first, ...below] = file.split(path.sep);
    return below.length > 0 ? partNamed(first) : undefined;
  };
  const recordings = [...all].filter((file) => recordingFiles.pattern.test(file)).sort();
  const has = (part: string): boolean => recordings.some((file) => partOf(file) === part);
  const isDivided = (isScored || has('train')) && has('test');
  const inParts = recordings.filter((file) => {
    if (!isDivided) return true;
    return isScored ? partOf(file) === 'test' : partOf(file) !== undefined;
  });
  const labelled = inParts.filter((file) => trackBeside(file, all) !== undefined);
  const others = recordings.length - labelled.length;
  if (others > 0 && !(isScored && isDivided)) {
    onProgress?.(
      `skipped ${others} of ${recordings.length} recordings in ${place} without a label track beside them` +
        `${isDivided ? ', or outside of train, validation and test' : ''}`,
    );
  }
  const files = labelled.map((file) => path.join(place, file));
  const groups = groupsOfFiles(
    files.map((file) => ({ file, label: 0 })),
    options['groups'],
  );
  return {
    files,
    names: files.map((file) => nameWithin(place, file)),
    masks: labelled.map((file) => path.join(place, trackBeside(file, all)!)),
    given: {
      lines: files.map((_, i) => i + 1),
      names: [],
      labelLists: null,
      targetNames: null,
      targets: [],
      parts: labelled.map((file) => (isDivided ? partOf(file) : undefined)),
      groups: files.map((_, i) => (groups ? groups.names[groups.groups[i]] : undefined)),
    },
  };
}

/** @throws InputError where a run predicts something else than the table says. */
function checkKind(
  place: string,
  { masks, given }: FileTable,
  trained: UtteranceEncoding | undefined,
): void {
  if (!trained) return;
  const said = masks
    ? 'a class for each frame'
    : given.labelLists
      ? 'several labels'
      : given.targetNames
        ? 'numbers'
        : 'a class';
  const { answers } = trained;
  const wanted = answers?.tracks
    ? 'a class for each frame'
    : answers?.areNumbers
      ? 'numbers'
      : answers?.targets
        ? 'several labels'
        : 'a class';
  if (said === wanted) return;
  throw new InputError(
    'data',
    `${place} says ${said} of recordings, but the run was trained on ${wanted}; choose data like that of its training`,
  );
}

/** The classes of all frames, in alphabetical order, or those of the run. */
function classesOf(
  intervals: readonly (readonly LabelledInterval[])[],
  of: {
    readonly place: string;
    readonly trained: readonly string[] | undefined;
    readonly unlabelled: string | undefined;
  },
): readonly string[] {
  const found = new Set(intervals.flat().map(({ label }) => label));
  if (of.unlabelled !== undefined) found.add(of.unlabelled);
  const classes = of.trained ?? [...found].sort();
  if (classes.length > 1) return classes;
  throw new InputError(
    'data',
    `the label tracks of ${of.place} have ${classes.length === 0 ? 'no label' : `a single class (${classes[0]})`}; at least ` +
      'two are needed, or a class for what has no label, with the data option unlabelled=NAME',
  );
}

function labelsOfFrames(
  intervals: readonly (readonly LabelledInterval[])[],
  of: {
    readonly tracks: readonly string[];
    readonly encoding: UtteranceEncoding;
    readonly real: ArrayLike<number>;
    readonly cropped: ArrayLike<number>;
    readonly classes: readonly string[];
    readonly unlabelledAs: string | undefined;
  },
): Int16Array {
  const { tracks, encoding, real, cropped, classes, unlabelledAs } = of;
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const labels = new Int16Array(intervals.length * encoding.frames);
  for (const [i, each] of intervals.entries()) {
    const found = frameLabels(each, {
      encoding,
      real: { start: real[2 * i], end: real[2 * i + 1] },
      cropped: cropped[i],
      label: (name = unlabelledAs) => {
        if (name === undefined) return unlabelled;
        const number = numbers.get(name);
        if (number !== undefined) return number;
        throw new InputError(
          'data',
          `${tracks[i]}: the label "${name}" is none of the run's, which are ${classes.slice(0, 5).join(', ')}` +
            `${classes.length > 5 ? ', …' : ''}`,
        );
      },
    });
    if (found.every((label) => label === unlabelled)) {
      throw new InputError(
        'data',
        `${tracks[i]} labels no frame of its recording as it is read, padded or cut to ${encoding.frames} frames; label ` +
          'some, leave it out, or give what has no label a class with unlabelled=NAME',
      );
    }
    labels.set(found, i * encoding.frames);
  }
  return labels;
}
