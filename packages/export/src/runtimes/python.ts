import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FloatArray, npy } from '@axiswise/binary';
import { CommandError, runCommand } from '@axiswise/processes';
import type { ForeignPrediction } from '../export-format.ts';

/** What Python prints where a module is not installed. */
const moduleAbsent = 'module absent';
const longestMilliseconds = 300_000;

/** The Python with the frameworks, if `AXISWISE_PYTHON` names one. */
const pythonCommand = (): string => process.env['AXISWISE_PYTHON'] || 'python3';

/**
 * Predicts with a framework of Python.
 *
 * @param options.module the module that must be there.
 * @param options.code Python that makes `probabilities` of `examples`; `folder` is that of the model.
 * @returns undefined where there is no Python, or no such module.
 * @throws Error where the code fails.
 */
export async function predictInPython(
  folder: string,
  examples: FloatArray,
  { module, code }: { readonly module: string; readonly code: string },
): Promise<ForeignPrediction | undefined> {
  const work = await mkdtemp(path.join(os.tmpdir(), 'axiswise-check-'));
  try {
    const [input, output] = ['examples.npy', 'probabilities.bin'].map((name) =>
      path.join(work, name),
    );
    await writeFile(input, npy(examples));
    const script = `
import importlib.util, pathlib, sys
if any(importlib.util.find_spec(name) is None for name in ("numpy", "${module}")):
    print("${moduleAbsent}")
    sys.exit()
import numpy as np
folder, input, output = map(pathlib.Path, sys.argv[1:])
examples = np.load(input)
${code}
output.write_bytes(np.ascontiguousarray(probabilities, dtype="<f4").tobytes())
import ${module}
print("version", ${module}.__version__)
`;
    const { stdout } = await runCommand(pythonCommand(), ['-c', script, folder, input, output], {
      timeoutMs: longestMilliseconds,
    });
    if (stdout.trim() === moduleAbsent) return undefined;
    const bytes = await readFile(output);
    return {
      runtime: `${module} ${/^version (\S+)$/m.exec(stdout)?.[1]}`,
      probabilities: new Float32Array(Uint8Array.from(bytes).buffer),
    };
  } catch (error) {
    if (error instanceof CommandError && error.missing) return undefined;
    throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
