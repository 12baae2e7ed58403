import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BackendChoice } from '@axiswise/backend';
import { loadExperiment, preprocessingOf, sizedNetworkOf } from '@axiswise/experiment';
import { fillFolder, writeError, writeFileAtomically } from '@axiswise/files';
import { embeddingOf } from '@axiswise/layers';
import { count, InputError } from '@axiswise/messages';
import { openFinishedRun } from '@axiswise/runner';
import { openTask } from '@axiswise/training';
import { formatMetric, type ModelOutputs } from '@axiswise/training/kinds';
import type { ExportFormat } from './export-format.ts';
import { checkExports, type ExportCheck, exportModel, type TrainedModel } from './export-model.ts';
import type { ModelCard } from './model-card.ts';

/** In which format a run is exported, and where to. */
export interface ExportRunOptions {
  readonly format: ExportFormat;
  /** The folder to write; by default `export/<format>` in the run directory. */
  readonly out?: string | undefined;
  /** Replaces what is in the folder. */
  readonly overwrite?: boolean | undefined;
  readonly backend?: BackendChoice;
  readonly onNotice?: (line: string) => void;
}

/** What was exported. */
export interface ExportRunResult {
  readonly format: string;
  readonly folder: string;
  /** What comes out of the model: `probabilities`, or `values` in the unit of the targets. */
  readonly outputs: ModelOutputs['name'];
  /** Paths. */
  readonly files: readonly string[];
  /** Null where nothing is installed that computes the format. */
  readonly maxDifference: number | null;
  readonly checkedWith: string | null;
  /** The number of examples that were compared; 0 where none was. */
  readonly checkedExamples: number;
}

const comparedExamples = 200;
/** Of a probability, or of a number in standard deviations. Engines sum in different orders, in 32 bits. */
const mostDifference = 1e-4;

/**
 * Writes the model of a finished run in the format of another framework, and compares the two where that
 * framework is installed. The folder is written completely or not at all.
 *
 * @throws InputError where the run is not finished, the folder exists, or the format has nothing for a layer.
 * @throws Error where the other framework gives other outputs: then nothing is written.
 */
export async function exportRun(
  runDir: string,
  { format, out, overwrite = false, backend = 'auto', onNotice }: ExportRunOptions,
): Promise<ExportRunResult> {
  const folder = out ?? path.join(runDir, 'export', format.name);
  await checkFree(folder, overwrite);
  const { trained, values } = await openTrainedModel(runDir, { backend, onNotice });
  try {
    const contents = await exportModel(trained, format);
    let check: ExportCheck | undefined;
    try {
      await fillFolder(folder, async (temporary) => {
        for (const [name, content] of contents) {
          await writeFileAtomically(path.join(temporary, name), content);
        }
        const exported = { trained, folder: temporary, values };
        [check] = (await checkExports([exported], format, comparedExamples)) ?? [];
        if (check && !(check.maxDifference < mostDifference)) {
          throw new Error(
            `${check.runtime} gives other ${trained.card.outputs.name} than the run, by up to ` +
              `${check.maxDifference.toExponential(1)}; nothing was written`,
          );
        }
        // The folder before is there until the new one is whole.
        if (overwrite) await rm(folder, { recursive: true, force: true });
      });
    } catch (cause) {
      throw writeError(folder, cause);
    }
    if (!check) {
      onNotice?.(`not checked against another framework: that takes ${format.runtime}`);
    }
    return {
      format: format.name,
      folder,
      outputs: trained.card.outputs.name,
      files: [...contents.keys()].map((name) => path.join(folder, name)),
      maxDifference: check?.maxDifference ?? null,
      checkedWith: check?.runtime ?? null,
      checkedExamples: check?.examples ?? 0,
    };
  } finally {
    trained.model.dispose();
  }
}

/** Only what an export wrote may be replaced. */
async function checkFree(folder: string, overwrite: boolean): Promise<void> {
  if (!existsSync(folder)) return;
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw writeError(folder, cause);
  }
  if (names.length === 0 || (overwrite && names.includes('model-card.json'))) return;
  if (!overwrite) {
    throw new InputError('export-exists', `${folder} already exists`, {
      remedy: 'replace it, or choose another folder',
    });
  }
  throw new InputError(
    'export',
    `${folder} holds no exported model (it holds ${names[0]}), so it is not replaced; choose another folder`,
  );
}

/** Opens the model of a finished run, with its network and its card. */
async function openTrainedModel(
  runDir: string,
  options: Pick<ExportRunOptions, 'backend' | 'onNotice'>,
): Promise<{
  readonly trained: TrainedModel;
  readonly values: { readonly from: number; readonly to: number } | undefined;
}> {
  const { configuration, encoding, model, result } = await openFinishedRun(runDir, options);
  const { shape, classes, dataFormat, budget = 'none', scale } = configuration;
  const experiment = await loadExperiment(configuration.experiment);
  const task = openTask(configuration.task, classes, {
    loss: configuration.training.loss,
    kinds: experiment,
  });
  const { headline, metrics } = task.kind;
  const metric = metrics[headline];
  const embedding = embeddingOf(model);
  const { network: geometry } = sizedNetworkOf(
    experiment,
    configuration.strategy,
    {
      shape,
      classes: classes.length,
      targets: configuration.task?.targets,
      ...(embedding && {
        vocabularySize: embedding.vocabularySize,
        vectorsWidth: embedding.width,
      }),
    },
    configuration.options,
    { budget, scale },
  );
  const preprocessing = preprocessingOf(experiment, { shape, encoding }, dataFormat);
  const axes = [...(experiment.dataAxes ?? experiment.axes.names), 'channels'];
  const card: ModelCard = {
    name: `${experiment.name}-${configuration.strategy}`,
    experiment: experiment.name,
    strategy: configuration.strategy,
    data: configuration.data,
    dataSha256: configuration.dataSha256,
    seed: configuration.seed,
    ...(result.test.accuracy !== undefined && { testAccuracy: result.test.accuracy }),
    test: result.test as Readonly<Record<string, number>>,
    testInWords:
      `On ${count(configuration.testExamples)} test examples, its ${metric.describe} is ` +
      `${formatMetric(metric, result.test[headline]!, task.form.targets)}.`,
    input: {
      axes,
      shape,
      ...(embedding && { vocabularySize: embedding.vocabularySize }),
    },
    classes,
    ...(task.form.targets && { targets: task.form.targets }),
    outputs: task.modelOutputs,
    ...(preprocessing && { preprocessing }),
  };
  return { trained: { model, geometry, card }, values: experiment.show?.values };
}
