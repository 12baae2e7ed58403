import type { PreTasksExecution } from '@nx/devkit';
import { dataDirectory } from '@axiswise/files';
import { callInputs } from './call-inputs.ts';

/**
 * Puts those inputs of a call that Nx cannot see into the environment, where nx.json names them.
 *
 * Nx runs this before it hashes the tasks of a call; the arguments of the call are known here and
 * nowhere else in a plugin.
 */
export const preTasksExecution: PreTasksExecution = (_options, { workspaceRoot, argv }) => {
  Object.assign(process.env, callInputs({ workspaceRoot, argv, env: process.env, dataDirectory }));
};
