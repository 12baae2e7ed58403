export { isRunning } from './is-running.ts';
export { CommandError, runCommand } from './run-command.ts';
export { answerRequests, ThreadPool } from './thread-pool.ts';
export { typescriptArguments, typescriptThread } from './typescript-child.ts';
