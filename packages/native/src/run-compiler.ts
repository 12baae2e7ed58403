import { createRequire } from 'node:module';
import { CommandError, runCommand } from '@axiswise/processes';

/** The folder of the headers of Node-API. */
export const nodeHeaders = (): string =>
  (createRequire(import.meta.url)('node-api-headers') as { include_dir: string }).include_dir;

/** The arguments that make a module of Node, and where it looks for libraries relative to itself. */
export function moduleArguments(platform: NodeJS.Platform): string[] {
  const [shared, origin] =
    platform === 'darwin'
      ? [['-bundle', '-undefined', 'dynamic_lookup'], '@loader_path']
      : [['-shared'], '$ORIGIN'];
  return [...shared, '-DNAPI_VERSION=8', `-Wl,-rpath,${origin}/../../deps/lib`];
}

/**
 * Runs the first of several C++ compilers that is installed.
 *
 * @param what is compiled, for messages.
 * @throws Error with the compiler's first error, or where no compiler is installed.
 */
export async function runCompiler(
  compilers: readonly string[],
  args: readonly string[],
  what: string,
): Promise<void> {
  for (const compiler of compilers) {
    try {
      await runCommand(compiler, [...args], { timeoutMs: 600_000 });
      return;
    } catch (cause) {
      if (!(cause instanceof CommandError)) throw cause;
      if (cause.missing) continue;
      const error = cause.stderr.split('\n').find((line) => line.includes('error'));
      throw new Error(`${what} does not compile: ${error?.trim() ?? cause.message}`, { cause });
    }
  }
  throw new Error(
    `no C++ compiler was found (looked for ${compilers.join(', ')}); install one, ` +
      `for example with: apt-get install g++`,
  );
}
