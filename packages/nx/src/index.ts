import { createNodes } from './infer.ts';

export const name = '@axiswise/nx';
export { createNodes };
/** The same under the name that Nx 20 to 22 look for. */
export const createNodesV2 = createNodes;
export { preTasksExecution } from './hook.ts';
