import type { BackendChoice } from '@axiswise/backend';
import type { Dataset } from '@axiswise/data';
import type { Budget, Experiment } from '@axiswise/experiment';
import type { NetworkGeometry } from '@axiswise/geometry';
import type { Task, TrainingObserver } from '@axiswise/training';
import type { TestOutcome } from '@axiswise/training/kinds';
import type { TrainingChoices } from './chosen-training.ts';
import type { Workers } from './fastest-workers.ts';
import type { RunConfiguration } from './run-configuration.ts';

/** What a call of {@link trainExperiment} chooses. */
export interface TrainExperimentOptions extends TrainingChoices {
  readonly strategy?: string;
  /** The name of a source, or a path to the user's own data. */
  readonly data?: string;
  /** By which of {@link Experiment.dataFormats} data at a path is read, where it cannot be told. */
  readonly dataFormat?: string;
  readonly dataOptions?: Readonly<Record<string, string>>;
  readonly dataDir?: string;
  readonly seed?: number;
  /** Trains on so many examples, drawn by the seed, each class in proportion. */
  readonly trainExamples?: number;
  /** What the call chooses of {@link Experiment.options}. */
  readonly options?: Readonly<Record<string, number | string>>;
  /** What the network is made as large as the default strategy's in; by default nothing. */
  readonly budget?: Budget;
  /** A multiple of that size; by default 1. */
  readonly scale?: number | undefined;
  /** Also measures accuracy when the test inputs are moved along each axis. */
  readonly shifts?: boolean;
  readonly backend?: BackendChoice;
  /** Of native TensorFlow; by default all cores, or 1 where there are several workers. */
  readonly threads?: number;
  /** Threads between which each batch is divided; by default 1. */
  readonly workers?: Workers;
  readonly runDir?: string;
  /** Continues the run in the run directory; starts it where there is none yet. */
  readonly resume?: boolean;
  /** Replaces another run in the run directory. */
  readonly overwrite?: boolean;
  /** How long to wait for another process at work in the run directory; by default not at all. */
  readonly lockWaitSeconds?: number;
  readonly secondsBetweenCheckpoints?: number;
  readonly command?: string;
  readonly observer?: TrainExperimentObserver;
}

export interface TrainExperimentObserver extends TrainingObserver {
  onNetwork?(network: NetworkGeometry): void;
  /** Called before training, when the run directory is there; not where the run was finished before. */
  onStart?(run: StartedRunFacts): void | Promise<void>;
  /** Called once the trained network has been tested, before the run is finished. */
  onTest?(tested: TestedRunFacts): void | Promise<void>;
}

/** What is known of a run that begins, or goes on. */
export interface StartedRunFacts {
  readonly runDir: string;
  readonly configuration: RunConfiguration;
  readonly experiment: Experiment;
}

/** Every test example of a run, and what was predicted for it. */
export interface TestedRunFacts {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly task: Pick<Task, 'kind' | 'form'>;
  readonly outcome: TestOutcome;
}
