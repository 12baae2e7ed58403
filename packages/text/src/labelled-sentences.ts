import { statesOfVectors, vectorsFor } from '#word-vectors';
import { sha256 } from '@axiswise/digest';
import { count, InputError, parseInteger } from '@axiswise/messages';
import {
  type Dataset,
  describeDividedGroups,
  type LoadContext,
  type NumberArray,
  prepareOnce,
  type Splits,
  type TargetForm,
  type Targets,
  targetsIn,
  unlabelled,
} from '@axiswise/data';
import {
  countWords,
  type EncodedSentences,
  encodeSentences,
  sentenceLengths,
  sentenceSplit,
  type TokenizedSentences,
  tokenizeSentences,
} from './tokenized-sentences.ts';
import { buildVocabulary, checkWordsEncoding, type WordsEncoding } from './vocabulary.ts';

/** A sentence and the index of its class. */
export interface LabelledSentence {
  /** As it is written, or its words. */
  readonly text: string | readonly string[];
  readonly label: number;
  /** The class of each word, where {@link LabelledData.wordLabels} are given; -100 for one without. */
  readonly wordLabels?: readonly number[];
  /** Where it was read; its line counts from 1. All sentences have a place, or none. */
  readonly place?: { readonly file: string; readonly line: number };
  /** As many numbers as {@link LabelledData.targets} says. All sentences have some, or none; labels are 0 then. */
  readonly target?: readonly number[];
  /** An index into {@link LabelledData.groupNames}. All sentences have a group, or none. */
  readonly group?: number;
}

/** Sentences in order: an array, or a list that makes them when it is asked, again and again. */
export interface SentenceList extends Iterable<LabelledSentence> {
  readonly length: number;
}

/** Sentences by split; the vocabulary comes from `train` only. */
export interface SentenceParts {
  readonly train: SentenceList;
  readonly validation?: SentenceList;
  readonly test: SentenceList;
}

/** The options of every source of sentences, for {@link checkOptionNames}. */
export const sentenceOptions = { length: 'N', minCount: 'N', vectors: 'FILE' } as const;

/**
 * Without the option `length`, examples are as long as the longest training sentence, up to this.
 */
const longestKept = 400;
const longestAsked = 10_000;

/**
 * Makes a data set of labelled sentences: each example is `[length, 1]` tokens along `time`, of the
 * vocabulary of the training part, padded at the end with 0.
 *
 * Options of {@link LoadContext.options}; the source checks their names with
 * `sentenceOptions`: `length=N` tokens per example (default: the longest training sentence, at most
 * 400); `minCount=N`, rarer words are unknown (default 1); `vectors=FILE` of word vectors, see
 * {@link vectorsFor}. Longer sentences are truncated and reported. A sentence without any word
 * becomes one `<unk>`.
 *
 * With {@link LoadContext.encoding} sentences are read with the vocabulary and length of that run.
 * The options are ignored then, and the model of the run holds its vectors.
 *
 * @throws InputError if an option is wrong, no training sentence has a word, or the vectors cannot
 *   be read.
 *
 * @example
 * const parts = {
 *   train: [{ text: 'good film', label: 1 }, { text: 'a bad film', label: 0 }],
 *   test: [{ text: 'good actors', label: 1 }],
 * };
 * const dataset = await labelledSentences({ name: 'films', classes: ['bad', 'good'], parts }, {});
 * dataset.encoding.words; // ['<pad>', '<unk>', 'film', 'a', 'bad', 'good']
 * const example = new Float32Array(3);
 * await dataset.splits.test.gather([0], example);
 * Array.from(example); // [5, 1, 0]
 */
export async function labelledSentences(
  data: LabelledData & { readonly name: string },
  context: SentenceContext,
): Promise<SentenceDataset> {
  const arrays = new Map<string, Uint32Array | Int32Array | Float32Array>();
  const facts = await encodeParts(data, data.name, context, (name, values) =>
    arrays.set(name, values),
  );
  return datasetOf(data.name, facts, (name) => arrays.get(name)!);
}

/**
 * Makes a data set like {@link labelledSentences} of sentences that are read once; later it is read back
 * as it was encoded, see {@link prepareOnce}.
 *
 * @param source.decidedBy all that decides the sentences besides the options of every source of sentences
 *   and the code of this package.
 * @param source.read gives the sentences. It gets a function that tells people about them.
 */
export async function preparedSentences(
  source: {
    readonly name: string;
    readonly decidedBy: () => unknown;
    readonly read: (notice: (line: string) => void) => LabelledData | Promise<LabelledData>;
  },
  context: SentenceContext,
): Promise<SentenceDataset> {
  const { name } = source;
  const { length, minCount, vectors } = parseOptions(context.options);
  const { facts, array } = await prepareOnce({
    name,
    code: import.meta.url,
    decidedBy: async () => ({
      sentences: await source.decidedBy(),
      encoding: context.encoding ?? {
        length,
        minCount,
        vectors: vectors && (await statesOfVectors(vectors)),
      },
    }),
    onProgress: context.onProgress,
    prepare: async (into) => {
      const notice = (line: string): void => into.notice(line);
      const data = await source.read(notice);
      return encodeParts(data, name, { ...context, onProgress: notice }, (place, values) =>
        into.keep(place, values),
      );
    },
  });
  const dataset = datasetOf(name, facts, (place, type) => array(place, type));
  const divided = describeDividedGroups(name, dataset.splits);
  if (divided) context.onProgress?.(divided);
  return dataset;
}

type SentenceContext = Pick<LoadContext, 'options' | 'encoding' | 'onProgress'>;
type SentenceDataset = Dataset & { readonly encoding: WordsEncoding };

/** Sentences by split, and the names of their classes. */
interface LabelledData {
  /** Empty where sentences have targets. */
  readonly classes: readonly string[];
  /** What the numbers are that are to be predicted, where that is not one class. */
  readonly targets?: TargetForm | undefined;
  readonly parts: SentenceParts;
  /** The names of the groups, where sentences are in groups. */
  readonly groupNames?: readonly string[];
  /** What the label of a word is called, where each has one: then sentences have none. */
  readonly wordLabels?: string;
}

/** What is known of encoded sentences, beside their arrays. */
interface EncodedFacts {
  readonly encoding: WordsEncoding;
  readonly parts: readonly (keyof SentenceParts)[];
  readonly classes: readonly string[];
  readonly targets?: TargetForm | undefined;
  readonly sha256: string;
  readonly vectorsWidth?: number;
  readonly groupNames?: readonly string[] | undefined;
  readonly wordLabels?: string | undefined;
  /** The names of the files that the sentences were read from; empty where that is not known. */
  readonly files: readonly string[];
}

/** Encodes sentences, and hands their arrays over: tokens, starts and labels of each part, and vectors. */
async function encodeParts(
  { classes, targets, parts, groupNames, wordLabels }: LabelledData,
  name: string,
  context: SentenceContext,
  keep: (name: string, values: Uint32Array | Int32Array | Float32Array) => void,
): Promise<EncodedFacts> {
  const asked = parseOptions(context.options);
  const entries = Object.entries(parts) as [keyof SentenceParts, SentenceList][];
  const columns = new Map(
    entries.map(([part, { length }]) => [part, columnsOf(length, targets?.names.length ?? 0)]),
  );
  const files = new Map<string, number>();
  const tokenized = (part: keyof SentenceParts): TokenizedSentences =>
    tokenizeSentences(textsOf(parts[part]!, columns.get(part)!, files));
  // Of one part at a time, so that a table of millions fits into memory.
  let train: TokenizedSentences | undefined = tokenized('train');
  const encoding =
    context.encoding === undefined
      ? newEncoding(name, train, { ...asked, classes, targets }, context)
      : checkWordsEncoding(context.encoding);
  for (const [part] of entries) {
    const encoded = encodeSentences((part === 'train' && train) || tokenized(part), encoding);
    if (part === 'train') train = undefined;
    sayWhatIsLost(part, encoded, context);
    keep(`${part} tokens`, encoded.tokens);
    keep(`${part} starts`, encoded.starts);
  }
  for (const [part, sentences] of wordLabels === undefined ? [] : entries) {
    const all = [...sentences].flatMap((sentence) => sentence.wordLabels!);
    keep(`${part} word labels`, Int32Array.from(all));
  }
  for (const [part, { labels, targets: values, groups, lines, fileOf }] of columns) {
    keep(`${part} labels`, labels);
    if (targets) keep(`${part} targets`, values);
    if (groupNames) keep(`${part} groups`, groups);
    if (files.size > 0) {
      keep(`${part} lines`, lines);
      keep(`${part} files`, fileOf);
    }
  }
  const vectors =
    asked.vectors !== undefined && context.encoding === undefined
      ? await vectorsFor(asked.vectors, encoding.words, context)
      : undefined;
  const hash = sha256().update(
    JSON.stringify(targets ? [classes, encoding, targets] : [classes, encoding]),
  );
  for (const [part, sentences] of entries) {
    hash.update(`${part}\n`);
    for (const { text, label, target, group, wordLabels: ofWords } of sentences) {
      const ofGroup = groupNames ? [groupNames[group!]] : [];
      hash.update(JSON.stringify([target ?? ofWords ?? label, text, ...ofGroup]));
    }
  }
  if (vectors) {
    hash.update(vectors.values);
    keep('vectors', vectors.values);
  }
  return {
    encoding,
    parts: entries.map(([part]) => part),
    classes,
    ...(targets && { targets }),
    sha256: hash.hex(),
    ...(vectors && { vectorsWidth: vectors.width }),
    ...(groupNames && { groupNames }),
    ...(wordLabels !== undefined && { wordLabels }),
    files: [...files.keys()].map((file) =>
      file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1),
    ),
  };
}

/** What is known of the sentences of a part besides their words. */
interface Columns {
  readonly labels: Int32Array;
  /** Sentence after sentence. */
  readonly targets: Float32Array;
  readonly groups: Int32Array;
  readonly lines: Uint32Array;
  /** Numbers of files. */
  readonly fileOf: Uint32Array;
}

const columnsOf = (length: number, size: number): Columns => ({
  labels: new Int32Array(length),
  targets: new Float32Array(length * size),
  groups: new Int32Array(length),
  lines: new Uint32Array(length),
  fileOf: new Uint32Array(length),
});

/** The texts of sentences; it collects what else is known of them on the way. */
function* textsOf(
  sentences: SentenceList,
  { labels, targets, groups, lines, fileOf }: Columns,
  files: Map<string, number>,
): Generator<LabelledSentence['text']> {
  let at = 0;
  for (const { text, label, target, group, place } of sentences) {
    labels[at] = label;
    if (target) targets.set(target, at * target.length);
    if (group !== undefined) groups[at] = group;
    if (place) {
      const file = files.get(place.file) ?? files.size;
      files.set(place.file, file);
      fileOf[at] = file;
      lines[at] = place.line;
    }
    at++;
    yield text;
  }
}

function datasetOf(
  name: string,
  {
    encoding,
    parts,
    classes,
    targets,
    sha256,
    vectorsWidth,
    groupNames,
    wordLabels,
    files,
  }: EncodedFacts,
  array: (name: string, type: 'uint32' | 'int32' | 'float32') => NumberArray,
): SentenceDataset {
  const nameIn = (part: string): ((index: number) => string) => {
    const lines = array(`${part} lines`, 'uint32');
    const fileOf = array(`${part} files`, 'uint32');
    return (index) => `${files[fileOf[index]]}:${lines[index]}`;
  };
  const splits = Object.fromEntries(
    parts.map((part) => [
      part,
      sentenceSplit(
        {
          tokens: array(`${part} tokens`, 'uint32') as Uint32Array,
          starts: array(`${part} starts`, 'uint32') as Uint32Array,
          length: encoding.length,
        },
        {
          labels: array(`${part} labels`, 'int32') as Int32Array,
          ...(targets && {
            targets: targetsIn(
              array(`${part} targets`, 'float32') as Float32Array,
              targets.names.length,
            ),
          }),
          ...(groupNames && { groups: array(`${part} groups`, 'int32') as Int32Array }),
          ...(files.length > 0 && { exampleName: nameIn(part) }),
          ...(wordLabels !== undefined && {
            targets: wordTargets(
              array(`${part} word labels`, 'int32') as Int32Array,
              array(`${part} starts`, 'uint32') as Uint32Array,
              encoding.length,
            ),
          }),
        },
      ),
    ]),
  ) as unknown as Splits;
  return {
    name,
    axes: ['time'],
    shape: [encoding.length, 1],
    classes,
    ...(targets && { targets }),
    ...(wordLabels !== undefined && {
      targets: {
        ...{ task: 'position-classification', names: [wordLabels] },
        ...{ shape: [encoding.length], axes: ['time'] },
      },
    }),
    splits,
    ...(groupNames && { groupsOf: 'group', groupName: (group: number) => groupNames[group] }),
    sha256,
    vocabularySize: encoding.words.length,
    ...(vectorsWidth !== undefined && {
      vectors: { width: vectorsWidth, values: array('vectors', 'float32') as Float32Array },
    }),
    encoding,
  };
}

/** The label of each word of each sentence; the padding behind its end has none. */
const wordTargets = (labels: Int32Array, starts: Uint32Array, length: number): Targets => ({
  size: length,
  ofPositions: true,
  gather(indices, out) {
    out.fill(unlabelled, 0, indices.length * length);
    for (let i = 0; i < indices.length; i++) {
      const start = starts[indices[i]];
      const end = Math.min(starts[indices[i] + 1], start + length);
      out.set(labels.subarray(start, end), i * length);
    }
  },
});

interface Asked {
  readonly length: number | undefined;
  readonly minCount: number | undefined;
  readonly vectors: string | undefined;
}

function parseOptions(options: LoadContext['options'] = {}): Asked {
  return {
    length: parseInteger('data', 'length', options.length, { from: 1, to: longestAsked }),
    minCount: parseInteger('data', 'minCount', options.minCount, { from: 1, to: 1_000_000 }),
    vectors: options.vectors,
  };
}

function newEncoding(
  name: string,
  train: TokenizedSentences,
  { length, minCount = 1, classes, targets }: Asked & Pick<WordsEncoding, 'classes' | 'targets'>,
  { onProgress }: Pick<LoadContext, 'onProgress'>,
): WordsEncoding {
  const words = buildVocabulary(countWords(train), { minCount });
  const sentences = train.starts.length - 1;
  const known = words.length - 2;
  if (known === 0) {
    throw new InputError(
      'data',
      `${name} has ${sentences} training sentences, but no word ` +
        (train.words.length === 0
          ? `in them; give sentences of letters or digits`
          : `comes ${minCount} times in them; ask for a smaller minCount`),
    );
  }
  onProgress?.(`${count(known)} words in ${count(sentences)} training sentences`);
  const longest = sentenceLengths(train).reduce((most, each) => Math.max(most, each), 0);
  return {
    kind: 'words',
    words,
    length: length ?? Math.min(longest, longestKept),
    classes,
    ...(targets && { targets: { task: targets.task, names: targets.names } }),
  };
}

function sayWhatIsLost(
  part: string,
  { tokens, starts, length, truncated, empty, unknownWords }: EncodedSentences,
  { onProgress }: Pick<LoadContext, 'onProgress'>,
): void {
  const all = `${count(starts.length - 1)} ${part} sentences`;
  if (truncated > 0) {
    onProgress?.(
      `${count(truncated)} of ${all} have more than ${length} words and are truncated ` +
        `(the data option length=N keeps N words)`,
    );
  }
  if (empty > 0) {
    onProgress?.(`${count(empty)} of ${all} have no word and become one unknown word`);
  }
  if (unknownWords > 0) {
    const share = ((100 * unknownWords) / tokens.length).toFixed(1);
    onProgress?.(`${share} % of the words in ${all} are not in the vocabulary`);
  }
}
