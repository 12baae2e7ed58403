import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { text as readWhole } from 'node:stream/consumers';
import {
  type DataFormat,
  type DecodeContext,
  type DecodedExample,
  listFolder,
} from '@axiswise/data';
import { type Experiment, formatToDecode } from '@axiswise/experiment';
import { InputError } from '@axiswise/messages';

/** What is to be predicted: where it comes from, and how its examples are read. */
export interface PredictionInput {
  /** A file with its folder, `-` for standard input, or the text itself. */
  readonly file: string;
  decode(as: DecodeContext): Promise<readonly DecodedExample[]>;
}

/** The word that stands for standard input. */
const standardInput = '-';

/**
 * Finds what the words of a call name: files, all files of a folder that the experiment reads, texts, and `-` for
 * standard input. It reads none of them.
 *
 * @param trainedAs the format of the data that the run was trained on.
 * @throws InputError where there is no such file or text, a folder holds none to predict, or nothing is named.
 */
export function predictionInputs(
  experiment: Experiment,
  words: readonly string[],
  trainedAs: string | undefined,
  onNotice?: (line: string) => void,
): PredictionInput[] {
  if (words.length === 0) {
    throw new InputError('usage', 'nothing to predict is named; give files, folders or texts');
  }
  if (words.filter((word) => word === standardInput).length > 1) {
    throw new InputError('usage', 'standard input (-) can be read only once; name it once');
  }
  return words.flatMap((word) => {
    const format = formatToDecode(experiment, word, trainedAs);
    const { decode, decodeText } = format;
    if (word === standardInput) {
      if (decodeText) return [{ file: word, decode: (as) => decodeInput(format, as) }];
      throw new InputError(
        'data',
        `${experiment.name} reads files, not standard input; give files or a folder`,
      );
    }
    if (existsSync(word)) {
      const files = isFolder(word) ? filesOf(word, format, onNotice) : [word];
      return files.map((file) => ({ file, decode: (as: DecodeContext) => decode!(file, as) }));
    }
    if (decodeText && !isNameOfFile(word, format)) {
      return [{ file: word, decode: (as) => decodeTyped(word, format, as) }];
    }
    throw new InputError('data', `${word} is missing; give files or folders that are there`);
  });
}

const isFolder = (place: string): boolean => statSync(place).isDirectory();

/** Whether a word that is no file was meant to be one. */
const isNameOfFile = (word: string, format: DataFormat): boolean =>
  format.reads(word) || (/[/\\]/.test(word) && !/\s/.test(word));

/** The files of a folder, and of those in it, that are read; in alphabetical order. */
function filesOf(
  folder: string,
  { reads, decodes = reads, describe }: DataFormat,
  onNotice: ((line: string) => void) | undefined,
): string[] {
  const all = listFolder(folder, { recursive: true })
    .filter((name) => !name.split(path.sep).some((part) => part.startsWith('.')))
    .sort()
    .map((name) => path.join(folder, name))
    .filter((file) => !isFolder(file));
  const files = all.filter((file) => decodes(file));
  if (files.length === 0) {
    throw new InputError('data', `${folder} holds no file to predict (${describe})`);
  }
  const others = all.filter((file) => !files.includes(file));
  if (others.length > 0) {
    const shown = others.slice(0, 3).map((file) => path.relative(folder, file));
    onNotice?.(
      `skipped ${others.length} of ${all.length} files in ${folder} that are not read (${shown.join(', ')}` +
        `${others.length > 3 ? ', …' : ''})`,
    );
  }
  return files;
}

async function decodeInput(
  format: DataFormat,
  as: DecodeContext,
): Promise<readonly DecodedExample[]> {
  return format.decodeText!(await readWhole(process.stdin), as, 'standard input');
}

/** A text that is typed is one example, unless it has several lines. */
async function decodeTyped(
  text: string,
  format: DataFormat,
  as: DecodeContext,
): Promise<readonly DecodedExample[]> {
  const examples = await format.decodeText!(text, as, `"${text}"`);
  return examples.length === 1 ? [{ input: examples[0].input }] : examples;
}
