import type { PreTasksExecution } from '@nx/devkit';
import { dataDirectory } from '@axiswise/files';
import { callInputs } from './call-inputs.ts';

/**
 * Sets the inputs of a call that Nx cannot see as environment variables, which nx.json names.
 *
 * Nx runs this before it hashes the tasks of a call. Only here does a plugin know the arguments of the call.
 */
export const preTasksExecution: PreTasksExecution = (_options, { workspaceRoot, argv }) => {
  Object.assign(process.env, callInputs({ workspaceRoot, argv, env: process.env, dataDirectory }));
};
