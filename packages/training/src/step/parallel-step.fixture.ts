// A small network with all that depends on the batch as a whole, and the module of the threads that help
// to train it.
import { isMainThread } from 'node:worker_threads';
import { type BackendChoice, useBackend } from '@axiswise/backend';
import {
  defineAxes,
  dense,
  deriveNetwork,
  dropout,
  embedding,
  flatten,
  globalPooling,
  inputOf,
  no,
  yes,
} from '@axiswise/geometry';
import { buildNetwork, type BuiltNetwork } from '@axiswise/layers';
import { serveReplica } from './serve-replica.ts';

const axes = defineAxes({
  time: { patternsRecur: yes('anywhere'), subsamplable: no('words are missing') },
  embedding: { patternsRecur: no('no order'), subsamplable: no('it loses meaning') },
});

export const shape = [3, 1];
export const classes = 2;

/** Tokens from 0 to 5 → embedding → dropout → dense layer whose units have a largest norm. */
export function smallNetwork(): BuiltNetwork {
  const geometry = deriveNetwork(inputOf(axes, shape, { names: ['time'], vocabularySize: 6 }), [
    embedding(4, { along: 'embedding' }),
    globalPooling(['time'], { keep: 'average' }),
    flatten(),
    dropout(0.3),
    dense(classes, { activation: 'softmax', maxNorm: 0.9 }),
  ]);
  return buildNetwork(geometry, { seed: 1 });
}

/** What the threads are given: their engine; without one they fail. */
export interface SmallNetworkData {
  readonly backend?: BackendChoice;
}

if (!isMainThread) {
  await serveReplica<SmallNetworkData>(async ({ backend }) => {
    if (backend === undefined) throw new Error('there is no such network');
    await useBackend(backend, { threads: 1 });
    return { network: smallNetwork(), shape, classes };
  });
}
