import { type BackendName, useBackend } from '@axiswise/backend';
import { buildNetwork } from '@axiswise/layers';
import { classificationOf, serveReplica } from '@axiswise/training';
import { referenceNetNamed } from './nets/index.ts';

// What a thread runs that helps to train a reference network.

export interface ReplicaData {
  readonly net: string;
  readonly backend: BackendName;
  readonly threads: number;
}

await serveReplica<ReplicaData>(async ({ net: name, backend, threads }) => {
  await useBackend(backend, { threads });
  const { geometry, shape, classes } = referenceNetNamed(name);
  return {
    network: buildNetwork(geometry, { seed: 0 }),
    shape,
    task: classificationOf(classes),
  };
});
