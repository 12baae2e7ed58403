import type { BackendName } from '@axiswise/backend';
import { ThreadPool } from '@axiswise/processes';
import { trainClassifier, type TrainedClassifier, type TrainingTask } from './train-classifier.ts';

/** Trains classifiers, here or in threads. The same task gives the same bits everywhere. */
export interface ClassifierTrainer {
  /** How many tasks it can do at a time. */
  readonly atOnce: number;
  train(task: TrainingTask): Promise<TrainedClassifier>;
  end(): Promise<void>;
}

/** What each thread is started with. */
export interface TrainingThreadData {
  readonly backend: BackendName;
  readonly threads: number | undefined;
}

/** Trains in this thread, on the engine that it uses. */
export const trainHere: ClassifierTrainer = {
  atOnce: 1,
  train: trainClassifier,
  end: () => Promise.resolve(),
};

/** Trains in so many threads, each with an engine of its own. */
export function trainInThreads(jobs: number, engine: TrainingThreadData): ClassifierTrainer {
  const pool = new ThreadPool<TrainingTask, TrainedClassifier>(
    new URL('./training-thread.ts', import.meta.url),
    { threads: jobs, workerData: engine, idleSeconds: 60 },
  );
  return { atOnce: jobs, train: (task) => pool.ask(task), end: () => pool.end() };
}
