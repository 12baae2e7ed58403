import { existsSync } from 'node:fs';
import type { Dataset, Source } from '@axiswise/data';
import { dataDirectory } from '@axiswise/files';
import { InputError, pickByName } from '@axiswise/messages';
import type { DataGeometry, Experiment } from './define-experiment.ts';

/**
 * Returns the source of a name, the first one where none is named, or the user's own data where it is a path.
 *
 * @throws InputError where there is neither such a source nor such a path.
 */
export function sourceOf(experiment: Experiment, data: string | undefined): Source {
  if (data === undefined) return experiment.sources[0];
  const sources = new Map(experiment.sources.map((source) => [source.name, source]));
  if (!sources.has(data)) {
    if (existsSync(data)) return experiment.ownData(data);
    if (/[/\\]/.test(data)) {
      throw new InputError('experiment', `there is no folder or file ${data}`);
    }
  }
  return pickByName('data', data, sources, (message) => new InputError('experiment', message));
}

/** Returns the properties of a data set that decide the network. */
export const geometryOf = ({ shape, classes, vocabularySize, vectors }: Dataset): DataGeometry => ({
  shape,
  classes: classes.length,
  vocabularySize,
  vectorsWidth: vectors?.width,
});

/** How a source is read. */
export interface LoadOptions {
  readonly dataDir?: string | undefined;
  readonly dataOptions?: Readonly<Record<string, string>> | undefined;
  readonly seed?: number;
  /** The encoding of a trained run, for data that the run is to read. */
  readonly encoding?: unknown;
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
  { dataDir, dataOptions = {}, seed = 0, encoding, onNotice }: LoadOptions,
): Promise<Dataset> {
  const dataset = await source.load({
    dataDir: dataDirectory(dataDir),
    seed,
    options: dataOptions,
    encoding,
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
