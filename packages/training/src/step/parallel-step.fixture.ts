// The network that several threads train, and the module of those that help.
import { isMainThread } from 'node:worker_threads';
import { type BackendChoice, useBackend } from '@axiswise/backend';
import type { BuiltNetwork } from '@axiswise/layers';
import { serveReplica } from '../workers/serve-replica.ts';
import { shape, smallNetwork, task } from './small-network.fixture.ts';

/** All that depends on the batch as a whole is in it. */
export const dividedNetwork = (): BuiltNetwork =>
  smallNetwork({ width: 4, dropout: 0.3, normalized: true });

/** What the threads are given: their engine; without one they fail. */
export interface ThreadData {
  readonly backend?: BackendChoice;
}

if (!isMainThread) {
  await serveReplica<ThreadData>(async ({ backend }) => {
    if (backend === undefined) throw new Error('there is no such network');
    await useBackend(backend, { threads: 1 });
    return { network: dividedNetwork(), shape, task };
  });
}
