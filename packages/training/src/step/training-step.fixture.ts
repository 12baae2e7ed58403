// The network that several threads train, and the module of those that help.
import { isMainThread } from 'node:worker_threads';
import { type BackendChoice, useBackend } from '@axiswise/backend';
import type { BuiltNetwork } from '@axiswise/layers';
import { serveReplica } from '../workers/serve-replica.ts';
import { shape, smallNetwork, task } from './small-network.fixture.ts';

/** All that depends on the batch as a whole is in it, by default batch normalisation too. */
export const dividedNetwork = (normalized = true): BuiltNetwork =>
  smallNetwork({ width: 4, dropout: 0.3, normalized });

/** What the threads are given: their engine; without one they fail. */
export interface ThreadData {
  readonly backend?: BackendChoice;
  readonly normalized?: boolean;
}

if (!isMainThread) {
  await serveReplica<ThreadData>(async ({ backend, normalized }) => {
    if (backend === undefined) throw new Error('there is no such network');
    await useBackend(backend, { threads: 1 });
    return { network: dividedNetwork(normalized), shape, task };
  });
}
