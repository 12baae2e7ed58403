import { type BackendName, useBackend } from '@axiswise/backend';
import { logitsOf } from '@axiswise/layers';
import { loadModel, serveScorer } from '@axiswise/training';

// What a thread runs that helps to score: it loads the model of a finished run.

export interface ScorerData {
  readonly modelFolder: string;
  readonly shape: readonly number[];
  readonly backend: BackendName;
  readonly threads: number;
}

await serveScorer<ScorerData>(async ({ modelFolder, shape, backend, threads }) => {
  await useBackend(backend, { threads });
  return { logits: logitsOf(await loadModel(modelFolder)), shape };
});
