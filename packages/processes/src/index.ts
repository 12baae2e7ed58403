export { isRunning } from './is-running.ts';
export { CommandError, runCommand } from './run-command.ts';
export { typescriptArguments } from './typescript-child.ts';
