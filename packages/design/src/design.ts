import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BackendChoice } from '@axiswise/backend';
import { compare, type CompareObserver } from '@axiswise/compare';
import type { Dataset } from '@axiswise/data';
import {
  diagnose,
  diagnosisFile,
  type Diagnosis,
  refuseWhereAllHaveLabels,
} from '@axiswise/diagnose';
import {
  defineExperiment,
  type Experiment,
  experimentsFolder,
  moduleExtension,
  loadData,
  loadExperiment,
  namesInUse,
  requireAxiswise,
} from '@axiswise/experiment';
import { shownPath, writeFileAtomically } from '@axiswise/files';
import { alongEach, defineAxes, dense, flatten, no, span } from '@axiswise/geometry';
import { count, InputError } from '@axiswise/messages';
import { type TrainExperimentObserver, trainExperiment } from '@axiswise/runner';
import { placeOf } from '@axiswise/runs';
import {
  checkExperimentName,
  designedFiles,
  type DesignPlan,
  formatFiles,
  type Measured,
} from '@axiswise/scaffold';
import { predictedWords } from '@axiswise/training/kinds';
import type { Design, DesignedAxis, DesignedStrategy } from './design-result.ts';
import { measuredForReadme } from './measured-for-readme.ts';
import { measuredStrategies } from './measured-strategies.ts';
import { axesOf, cyclicOf, type OwnDataKind, ownDataKindOf } from './own-data-kinds.ts';
import { planDesign } from './plan-design.ts';
import { withUsualMoves } from './usual-moves.ts';

/** The steps of a design, in their order. */
export const designSteps = ['diagnosis', 'experiment', 'training', 'comparison'] as const;
/** A step of {@link design}, by name. */
export type DesignStep = (typeof designSteps)[number];

/** From which data an experiment is designed, and how much is trained for it. */
export interface DesignOptions {
  /** A path to the user's own data. */
  readonly data: string;
  readonly dataFormat?: string | undefined;
  readonly dataOptions?: Readonly<Record<string, string>> | undefined;
  /** The names of the axes of an example, in order, where the data does not say them. */
  readonly axes?: readonly string[] | undefined;
  /** Which of the axes are cyclic: their end lies next to their beginning, as of an angle. */
  readonly cyclic?: readonly string[] | undefined;
  /** What the data must be for, by the name of the task; by default whatever it is for. */
  readonly task?: string | undefined;
  /** Of the experiment; by default made from the name of the data. */
  readonly name?: string | undefined;
  /** Of every classifier of the diagnosis, 5 by default, and of every strategy, 4 by default. */
  readonly seeds?: number | undefined;
  /** How many configurations every network tries before its seeds; 4 by default. */
  readonly tune?: number | undefined;
  /** Of everything that is trained; by default what each step takes. */
  readonly epochs?: number | undefined;
  /** Training examples of every classifier of the diagnosis; 1,000 by default. */
  readonly trainExamples?: number | undefined;
  /** Test examples of the diagnosis; 1,000 by default. */
  readonly testExamples?: number | undefined;
  /** Trainings at a time. */
  readonly jobs: number;
  readonly backend?: BackendChoice | undefined;
  /** Trains again what an earlier call has trained. */
  readonly overwrite?: boolean | undefined;
  readonly command: string;
  readonly observer?: {
    readonly onNotice?: (line: string) => void;
    readonly onStep?: (step: DesignStep) => void;
    readonly onClassifier?: (done: number, total: number) => void;
    readonly training?: TrainExperimentObserver;
    readonly comparison?: CompareObserver;
  };
}

/** With more training examples, the strategies are compared on so many of them. */
const mostCompared = 3000;
const comparedSeeds = 4;
const tried = 4;

/**
 * Designs an experiment from the user's own data: diagnoses it, writes the folder of an experiment that does what is
 * recommended, trains that, and compares it with the obvious alternatives.
 *
 * Nothing that was trained is trained again by the same call, which goes on where it was interrupted.
 *
 * @throws InputError where the data cannot be read, has too few examples or other axes, or the name is taken; all
 *   of that before anything is trained.
 */
export async function design(options: DesignOptions): Promise<Design> {
  const { data, command, overwrite, backend, jobs } = options;
  const observer = sayingOnce(options.observer);
  const start = performance.now();
  const kind = ownDataKindOf(data, options.dataFormat);
  const axes = axesOf(kind, options.axes);
  const cyclic = cyclicOf(axes, options.cyclic);
  const folder = experimentsFolder();
  const name = nameFor(options, folder);
  const home = path.join(folder, name);
  const draft = draftOf({ name, kind, axes, cyclic, data });
  const [source] = draft.sources;
  const diagnosisDir = placeOf({ kind: 'diagnosis', experiment: name, data: source.name });
  refuseOthers(home, diagnosisDir);
  requireAxiswise(path.dirname(folder));
  const onNotice = observer.onNotice;
  const dataset = await loadData(draft, source, { dataOptions: options.dataOptions, onNotice });
  await dataset.close?.();
  refuseOtherTask(dataset, options.task);
  refuseWhereAllHaveLabels(draft, dataset);
  refuseTooFew(dataset, options);

  observer.onStep?.('diagnosis');
  const ask = (experiment: Experiment, quiet: boolean): Promise<Diagnosis> =>
    diagnose(experiment, {
      dataOptions: options.dataOptions,
      seeds: options.seeds,
      trainExamples: options.trainExamples,
      testExamples: options.testExamples,
      epochs: options.epochs,
      tune: options.tune ?? tried,
      jobs,
      runDir: diagnosisDir,
      overwrite: overwrite && !quiet,
      backend,
      command,
      ...(!quiet && { onNotice, onTrial: observer.onClassifier }),
    });
  const labelled = dataset.targets?.axes;
  const first = withUsualMoves(await ask(draft, false), kind, labelled);

  observer.onStep?.('experiment');
  const plan = planDesign({
    name,
    extension: moduleExtension(path.dirname(folder)),
    command,
    kind,
    place: placeFrom(home, data),
    options: options.dataOptions ?? {},
    dataset,
    diagnosis: first,
    cyclic,
  });
  const files = await writeExperiment(home, plan);
  const experiment = await loadExperiment(name);

  observer.onStep?.('training');
  const { seeds = comparedSeeds, epochs } = options;
  const trained = await trainExperiment(experiment, {
    seed: 0,
    epochs,
    ...(backend !== undefined && { backend }),
    workers: 'fastest',
    ...(overwrite ? { overwrite } : { resume: true }),
    command,
    observer: { ...(onNotice && { onNotice }), ...observer.training },
  });

  observer.onStep?.('comparison');
  const comparison = await compare([experiment], {
    seeds,
    tune: options.tune ?? tried,
    epochs,
    ...(trained.trainExamples > mostCompared && { sizes: [mostCompared] }),
    ...(backend !== undefined && { backend }),
    jobs,
    ...(overwrite !== undefined && { overwrite }),
    command,
    ...(observer.comparison && { observer: observer.comparison }),
  });
  // The same classifiers once more: now beside what is declared, and what was compared.
  const diagnosis = await ask(experiment, true);
  await writeFileAtomically(diagnosisFile(diagnosisDir), `${JSON.stringify(diagnosis, null, 2)}\n`);
  const recommending = withUsualMoves(diagnosis, kind, labelled);
  const [recommended] = Object.keys(plan.strategies);
  const [compared] = comparison.experiments;
  const strategies = measuredStrategies(recommended, compared);
  await writeReadme(home, plan, strategies, compared.task);
  return {
    format: 1,
    command,
    experiment: name,
    data: source.name,
    examples: kind.examples,
    shape: dataset.shape,
    classes: dataset.classes,
    ...(compared.task && { task: compared.task }),
    trainExamples: dataset.splits.train.length,
    testExamples: dataset.splits.test.length,
    axes: designedAxes(recommending, labelled),
    recommended: {
      strategy: recommended,
      move: recommending.recommendation.move,
      pool: recommending.recommendation.pool,
    },
    strategies,
    files,
    trained,
    diagnosis,
    comparison,
    diagnosisDir,
    seconds: (performance.now() - start) / 1000,
  };
}

/** All steps read the same data by the same engine: what one says of them, the next does not say again. */
function sayingOnce({
  onNotice,
  comparison,
  ...observer
}: NonNullable<DesignOptions['observer']> = {}): NonNullable<DesignOptions['observer']> {
  const said = new Set<string>();
  const once = (tell: (line: string) => void) => (line: string) => {
    if (said.has(line)) return;
    said.add(line);
    tell(line);
  };
  return {
    ...observer,
    ...(onNotice && { onNotice: once(onNotice) }),
    ...(comparison && {
      comparison: {
        ...comparison,
        ...(comparison.onNotice && { onNotice: once(comparison.onNotice) }),
      },
    }),
  };
}

/** The name of the experiment, checked against those in use. */
function nameFor({ name, data }: DesignOptions, folder: string): string {
  try {
    // A folder of this very name may be of an earlier call.
    return checkExperimentName(name ?? nameFrom(data), namesInUse(folder));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError('experiment-name', error.problem, { cause: error });
  }
}

/** A name for an experiment from that of its data: `./My Photos_2` → `my-photos-2`. */
const nameFrom = (data: string): string =>
  path
    .parse(path.resolve(data))
    .name.toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');

/** An experiment that asks: its declaration says nothing yet. */
function draftOf(of: {
  readonly name: string;
  readonly kind: OwnDataKind;
  readonly axes: readonly string[];
  readonly cyclic: readonly string[];
  readonly data: string;
}): Experiment {
  const { name, kind, axes: names, cyclic, data } = of;
  const { key, format, dataAxes } = kind;
  const open = no('that is the question');
  const declarations = names.map((axis) => [
    axis,
    {
      patternsRecur: open,
      subsamplable: open,
      ...(cyclic.includes(axis) && { cyclic: true }),
    },
  ]);
  return defineExperiment({
    name,
    title: name,
    cites: [],
    deviations: [],
    axes: defineAxes(Object.fromEntries(declarations)),
    ...(dataAxes && { dataAxes }),
    example: { shape: [...names.map(() => 1), 1], classes: 2 },
    sources: [format.source(data, { axes: dataAxes ?? names })],
    dataFormats: { [key]: format },
    strategies: { span: { blocks: [{ move: alongEach(names, () => span()) }] } },
    network: ({ classes }) => [flatten(), dense(classes, { activation: 'softmax' })],
    training: {
      epochs: 1,
      batchSize: 32,
      optimizer: { kind: 'adam', learningRate: 0.002 },
      validation: 0.1,
    },
    expects: '',
  });
}

/** Only a folder that an earlier call of the same has written may be there. */
function refuseOthers(home: string, diagnosisDir: string): void {
  if (existsSync(home) && !existsSync(diagnosisDir)) throw exists(home);
}

const exists = (home: string): Error =>
  new InputError(
    'experiment-name',
    `${shownPath(home)} exists already, and a design does not replace it`,
    { remedy: 'choose another name, or remove the folder' },
  );

/** @throws InputError where the data is for another task than it must be. */
function refuseOtherTask(
  { name, classes, targets }: Pick<Dataset, 'name' | 'classes' | 'targets'>,
  asked: string | undefined,
): void {
  const task = targets?.task ?? 'classification';
  if (asked === undefined || asked === task) return;
  const words = targets ? predictedWords({ targets, classes }) : 'one class of each example';
  throw new InputError(
    'data',
    `"${name}" is for ${task} (${words}), but the task must be ${asked}; what is predicted follows from what ` +
      `the data holds: a class, labels, numbers, or a class of each position`,
  );
}

/** @throws InputError where a diagnosis could not divide the examples, with the number that it takes. */
function refuseTooFew(
  { name, vocabularySize, vectors, splits: { train, validation } }: Dataset,
  { trainExamples = 1000, testExamples = 1000 }: DesignOptions,
): void {
  const fewest = 20;
  // Half of the tokens' examples teach their vectors.
  const toTrain = fewest * (vocabularySize !== undefined && !vectors ? 2 : 1);
  const toScore = Math.ceil(fewest * 1.5);
  const heldShare = validation ? 0 : (1.5 * testExamples) / (trainExamples + 1.5 * testExamples);
  const needed = validation
    ? toTrain
    : Math.ceil(Math.max(toScore / heldShare, toTrain / (1 - heldShare)));
  const isTooFew = train.length < needed || (validation && validation.length < toScore);
  if (!isTooFew) return;
  throw new InputError(
    'data',
    `"${name}" has ${count(train.length)} examples to learn from` +
      (validation ? ` and ${count(validation.length)} for validation` : '') +
      `, too few to design an experiment from: at least ${count(needed)}` +
      (validation ? ` and ${count(toScore)}` : '') +
      ` are needed besides those for test, and some hundred before much can be shown`,
  );
}

/** Where the data lies, seen from the experiment: relative where both are in one project. */
function placeFrom(home: string, data: string): DesignPlan['data']['place'] {
  const place = path.resolve(data);
  const project = path.resolve(home, '../..');
  const isWithin = place.startsWith(project + path.sep);
  if (!isWithin) return { absolute: place };
  const relative = path.relative(home, place).split(path.sep).join('/');
  // A URL ends in a slash where it is a folder, and is no place for spaces.
  return { relative: encodeURI(relative).replaceAll('#', '%23').replaceAll('?', '%3F') };
}

/** Writes the files, or finds that they are there as they would be written. */
async function writeExperiment(home: string, plan: DesignPlan): Promise<string[]> {
  const files = await formatFiles(designedFiles(plan), home);
  if (existsSync(home)) {
    for (const { path: file, content } of files) {
      // Prose is the user's own.
      if (file === 'README.md') continue;
      const there = path.join(home, file);
      if (!existsSync(there) || readFileSync(there, 'utf8') !== content) throw exists(home);
    }
  } else {
    await mkdir(home, { recursive: true });
    for (const { path: file, content } of files) {
      await writeFileAtomically(path.join(home, file), content);
    }
  }
  return files.map(({ path: file }) => shownPath(path.join(home, file)));
}

/** Adds what was measured to the README, unless the user has changed it. */
async function writeReadme(
  home: string,
  plan: DesignPlan,
  strategies: readonly DesignedStrategy[],
  task: Design['task'],
): Promise<void> {
  const file = path.join(home, 'README.md');
  const readmeOf = (measured?: Measured): string =>
    designedFiles(plan, measured).find(({ path: each }) => each === 'README.md')!.content;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== readmeOf()) return;
  await writeFileAtomically(file, readmeOf(measuredForReadme(strategies, task)));
}

function designedAxes(
  { axes, recommendation }: Diagnosis,
  labelled: readonly string[] = [],
): DesignedAxis[] {
  return axes.map(({ axis, length, slide, subsample }) => {
    const given = labelled.includes(axis) ? 'given' : undefined;
    return {
      axis,
      length,
      move: recommendation.move[axis],
      moving: { certainty: given ?? recommendation.basis?.[axis] ?? 'guess', ...slide },
      subsample: recommendation.pool.includes(axis),
      subsampling: {
        certainty: given ?? (subsample.verdict === 'not shown' ? 'guess' : 'shown'),
        ...subsample,
      },
    };
  });
}
