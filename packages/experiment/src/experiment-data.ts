import { existsSync, statSync } from 'node:fs';
import type {
  DataFormat,
  Dataset,
  DecodeContext,
  DecodedExample,
  Preprocessing,
  ScoredRun,
  Source,
  TargetForm,
} from '@axiswise/data';
import { dataDirectory } from '@axiswise/files';
import { InputError, pickByName } from '@axiswise/messages';
import type { Experiment } from './define-experiment.ts';

/**
 * Returns the name of the format of data at a path: the one asked for, else the only one that the experiment
 * declares, else the one that the path fits. Undefined for named data.
 *
 * @throws InputError where there is no such format, or where none or several fit and none is asked for.
 */
export function dataFormatOf(
  experiment: Experiment,
  data: string | undefined,
  asked?: string,
): string | undefined {
  const { name, dataFormats = {}, sources } = experiment;
  if (data === undefined || sources.some((source) => source.name === data) || !existsSync(data)) {
    if (asked === undefined) return undefined;
    throw fail(
      `the data format "${asked}" is for data at a path, ` +
        (data === undefined ? 'and no data is named' : `and there is no file or folder "${data}"`),
    );
  }
  const formats = new Map(Object.entries(dataFormats));
  if (formats.size === 0) throw fail(`${name} declares no data format, so it cannot read ${data}`);
  if (asked !== undefined) {
    pickByName('data format', asked, formats, fail);
    return asked;
  }
  if (formats.size === 1) return [...formats.keys()][0];
  const fitting = [...formats].filter(([, format]) => format.reads(data));
  if (fitting.length === 1) return fitting[0][0];
  const reason = fitting.length === 0 && firstOf(formats, (format) => format.whyNot?.(data));
  if (reason) throw fail(`${data} ${reason}`);
  // What an experiment reads first says best what a folder lacks.
  if (fitting.length === 0 && statSync(data).isDirectory()) return [...formats.keys()][0];
  const choices = (fitting.length > 0 ? fitting : [...formats]).map(
    ([format, { describe }]) => `${format} (${describe})`,
  );
  throw new InputError(
    'data-format',
    `${data} fits ${fitting.length === 0 ? 'none' : 'several'} of the data formats of ${name}: ` +
      choices.join(', '),
    { remedy: 'name the format' },
  );
}

/** What the first format says that says something. */
function firstOf(
  formats: ReadonlyMap<string, DataFormat>,
  says: (format: DataFormat) => string | undefined,
): string | undefined {
  for (const format of formats.values()) {
    const said = says(format);
    if (said !== undefined) return said;
  }
  return undefined;
}

/**
 * Returns the source of a name, the first one where none is named, or the user's own data at a path.
 *
 * @param format the name of the format of data at a path; needed where the path does not tell it.
 * @throws InputError where there is neither such a source nor such a path, or no format for it.
 */
export function sourceOf(
  experiment: Experiment,
  data: string | undefined,
  format?: string,
): Source {
  const name = dataFormatOf(experiment, data, format);
  if (name !== undefined) {
    const axes = experiment.dataAxes ?? experiment.axes.names;
    return experiment.dataFormats![name].source(data!, { axes });
  }
  if (data === undefined) return experiment.sources[0];
  const sources = new Map(experiment.sources.map((source) => [source.name, source]));
  if (!sources.has(data) && /[/\\]/.test(data)) throw fail(`there is no folder or file ${data}`);
  return pickByName('data', data, sources, fail);
}

/**
 * Reads the examples of one file of the user's in the form that the network takes.
 *
 * @param trainedAs the format of the data that the run was trained on, which comes first.
 * @throws InputError where no format of the experiment reads single files, or the file cannot be read.
 */
export async function decodeFile(
  experiment: Experiment,
  file: string,
  as: DecodeContext,
  trainedAs?: string,
): Promise<readonly DecodedExample[]> {
  return formatToDecode(experiment, file, trainedAs).decode!(file, as);
}

/**
 * The format that reads single files.
 *
 * @param trainedAs the format of the data that the run was trained on, which comes first.
 * @throws InputError where no format of the experiment reads any.
 */
export function formatToDecode(
  experiment: Experiment,
  file: string,
  trainedAs?: string,
): DataFormat {
  const format = decodingFormat(experiment, trainedAs, (each) => each.reads(file));
  if (format) return format;
  throw fail(`${experiment.name} declares no data format that reads single files, such as ${file}`);
}

/**
 * Says how {@link decodeFile} reads a file; undefined where no format of the experiment says it.
 *
 * @param trainedAs the format of the data that the run was trained on.
 */
export const preprocessingOf = (
  experiment: Experiment,
  as: DecodeContext,
  trainedAs?: string,
): Preprocessing | undefined =>
  decodingFormat(experiment, trainedAs, () => false)?.preprocessing?.(as);

/** The format that reads single files: the one trained on, else one that suits, else the first. */
function decodingFormat(
  { dataFormats = {} }: Experiment,
  trainedAs: string | undefined,
  suits: (format: DataFormat) => boolean,
): DataFormat | undefined {
  const formats = Object.entries(dataFormats).filter(([, { decode }]) => decode);
  const [, format] =
    formats.find(([each]) => each === trainedAs) ??
    formats.find(([, each]) => suits(each)) ??
    formats[0] ??
    [];
  return format;
}

const fail = (message: string): Error => new InputError('experiment', message);

/** How a source is read. */
export interface LoadOptions {
  readonly dataDir?: string | undefined;
  readonly dataOptions?: Readonly<Record<string, string>> | undefined;
  readonly seed?: number;
  /** The encoding of a trained run, for data that the run is to read. */
  readonly encoding?: unknown;
  /** The run that is to be scored on the data, where that is not the data of its training. */
  readonly scoredBy?: ScoredRun | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
}

/**
 * Loads the data of a source.
 *
 * @throws InputError where the data has other axes than the experiment, or cannot be read.
 */
export async function loadData(
  experiment: Experiment,
  source: Source,
  { dataDir, dataOptions = {}, seed = 0, encoding, scoredBy, onNotice }: LoadOptions,
): Promise<Dataset> {
  const dataset = await source.load({
    dataDir: dataDirectory(dataDir),
    seed,
    options: dataOptions,
    encoding,
    ...(scoredBy && { scoredBy }),
    ...(onNotice && { onProgress: onNotice }),
  });
  const expected = (experiment.dataAxes ?? experiment.axes.names).join(', ');
  if (dataset.axes.join(', ') !== expected) {
    throw new InputError(
      'experiment',
      `the data "${dataset.name}" has the axes ${dataset.axes.join(', ')}, but ` +
        `${experiment.name} works on ${expected}`,
    );
  }
  return dataset;
}

/**
 * Refuses data without classes, for what is about classes alone.
 *
 * @param what says what is asked for: `diagnose`.
 * @throws InputError
 */
export function requireClasses(
  { targets }: { readonly targets?: TargetForm | undefined },
  what: string,
): void {
  if (!targets) return;
  throw fail(
    `${what} is for data with a class for each example, but the target of this data is ` +
      `${targets.names.join(', ')} (${targets.task}); train, evaluate, predict, cross-validate, compare, ` +
      'diagnose, design, visualize and export take any task',
  );
}
