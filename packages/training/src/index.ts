export * from './portable.ts';
export { loadModel, saveModel } from './model-files.ts';
export { serveReplica, serveScorer } from './workers/serve-replica.ts';
export { WorkerTeam } from './workers/worker-team.ts';
export type { ReplicaEntry } from './workers/worker-thread.ts';
