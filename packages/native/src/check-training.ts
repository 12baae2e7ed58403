import { CommandError, runCommand, typescriptArguments } from '@axiswise/processes';

/**
 * The command that trains two steps on a binding; the paths of the binding and the package are
 * appended.
 */
export const trainingCheckCommand = (): string[] => [
  process.execPath,
  ...typescriptArguments(new URL('./train-two-steps.ts', import.meta.url)),
];

/**
 * Trains two steps on a binding of tfjs-node in a child process; returns the version of its
 * TensorFlow library.
 *
 * @param kernels a library of our kernels, which then compute.
 * @throws Error with the reason if the binding does not train.
 */
export async function checkTraining(
  binding: string,
  packageFolder: string,
  command: readonly string[],
  kernels?: string,
): Promise<string> {
  const args = [binding, packageFolder, ...(kernels === undefined ? [] : [kernels])];
  let stdout: string;
  try {
    ({ stdout } = await runCommand(command[0], [...command.slice(1), ...args], {
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
      timeoutMs: 120_000,
    }));
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
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
