import { workerData } from 'node:worker_threads';
import { useBackend } from '@axiswise/backend';
import { answerRequests } from '@axiswise/processes';
import { trainClassifier, type TrainedClassifier, type TrainingTask } from './train-classifier.ts';
import type { TrainingThreadData } from './training-threads.ts';

// A thread that trains one classifier after another.

const { backend, threads } = workerData as TrainingThreadData;
const engine = useBackend(backend, { ...(threads !== undefined && { threads }) });

answerRequests<TrainingTask, TrainedClassifier>(async (task) => {
  await engine;
  return trainClassifier(task);
});
