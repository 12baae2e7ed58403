import { CommandError, runCommand, typescriptArguments } from '@axiswise/processes';
import type { MethodContext } from './method.ts';

/**
 * The command that trains two steps on a binding; the paths of the binding and the package are
 * appended.
 */
export const trainingCheckCommand = (): string[] => [
  process.execPath,
  ...typescriptArguments(new URL('./train-two-steps.ts', import.meta.url)),
];

/** The check did not come to its end, so nothing is known of the binding. */
export class InterruptedCheckError extends Error {
  override readonly name = 'InterruptedCheckError';
}

/** Signals by which a program ends because of its own fault. All others come from outside. */
const ownFaults: ReadonlySet<string> = new Set([
  ...['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGSYS', 'SIGTRAP'],
]);

/**
 * Trains two steps on a binding of tfjs-node in a child process; returns the version of its
 * TensorFlow library.
 *
 * @param kernels a library of our kernels, which then compute.
 * @throws Error with the reason if the binding does not train; InterruptedCheckError if a signal or the
 *   limit of time ended the check before that was known.
 */
export async function checkTraining(
  binding: string,
  context: Pick<MethodContext, 'packageFolder' | 'checkCommand' | 'checkSeconds'>,
  kernels?: string,
): Promise<string> {
  const { packageFolder, checkCommand, checkSeconds } = context;
  const args = [binding, packageFolder, ...(kernels === undefined ? [] : [kernels])];
  let stdout: string;
  try {
    ({ stdout } = await runCommand(checkCommand[0], [...checkCommand.slice(1), ...args], {
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
      timeoutMs: checkSeconds * 1000,
    }));
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    if (cause.timedOut) {
      const message = `the check was not done within ${checkSeconds} s; the machine may be busy`;
      throw new InterruptedCheckError(message, { cause });
    }
    if (cause.signal !== undefined && !ownFaults.has(cause.signal)) {
      throw new InterruptedCheckError(`the check was ended by ${cause.signal}`, { cause });
    }
    throw new Error(`the binding does not train: ${cause.message}`, { cause });
  }
  const [, json] = /(?:^|\n)(\{.*\})\s*$/.exec(stdout) ?? [];
  if (json === undefined) throw new Error('the binding ends its process before it has trained');
  const { version, losses } = JSON.parse(json) as { version: string; losses: string[] };
  if (!losses.length || !losses.every((loss) => Number.isFinite(Number(loss)))) {
    throw new Error(`the binding trains to losses that are not finite: ${losses.join(', ')}`);
  }
  return version;
}
