export * from './portable.ts';
export { type LookedAtModel, lookIntoModel, type LookIntoModelOptions } from './look-into-model.ts';
export { type LookedAtRun, lookIntoRun } from './look-into-run.ts';
export type { Above, LookedAtNetwork, Prediction, ShownInput } from './looked-at-network.ts';
