import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { npy } from '@axiswise/binary';
import { CommandError, runCommand } from '@axiswise/processes';
import type { ForeignPredictions, PredictionCase } from '../export-format.ts';

/** What Python prints where a module is not installed. */
const moduleAbsent = 'module absent';
const longestMilliseconds = 300_000;

/** The Python with the frameworks, if `AXISWISE_PYTHON` names one. */
const pythonCommand = (): string => process.env['AXISWISE_PYTHON'] || 'python3';

/**
 * Predicts with a framework of Python, in one process.
 *
 * @param options.module the module that must be there.
 * @param options.code the body of a function of `folder`, that of a model, and `examples`, which returns the
 *   outputs.
 * @returns undefined where there is no Python, or no such module.
 * @throws Error where the code fails.
 */
export async function predictInPython(
  cases: readonly PredictionCase[],
  { module, code }: { readonly module: string; readonly code: string },
): Promise<ForeignPredictions | undefined> {
  const work = await mkdtemp(path.join(os.tmpdir(), 'axiswise-check-'));
  try {
    const outputOf = (i: number): string => path.join(work, `${i}.bin`);
    for (const [i, { examples }] of cases.entries()) {
      await writeFile(path.join(work, `${i}.npy`), npy(examples));
    }
    const script = `
import importlib.util, os, pathlib, runpy, sys
if any(importlib.util.find_spec(name) is None for name in ("numpy", "${module}")):
    print("${moduleAbsent}")
    sys.exit()
import numpy as np
def predict(folder, examples):
${code
  .trim()
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
work, *folders = map(pathlib.Path, sys.argv[1:])
for i, folder in enumerate(folders):
    outputs = predict(folder, np.load(work / f"{i}.npy"))
    (work / f"{i}.bin").write_bytes(np.ascontiguousarray(outputs, dtype="<f4").tobytes())
import ${module}
print("version", ${module}.__version__)
`;
    const folders = cases.map(({ folder }) => folder);
    const { stdout } = await runCommand(pythonCommand(), ['-c', script, work, ...folders], {
      timeoutMs: longestMilliseconds * cases.length,
    });
    if (stdout.trim() === moduleAbsent) return undefined;
    const outputs: Float32Array[] = [];
    for (const i of cases.keys()) {
      outputs.push(new Float32Array(Uint8Array.from(await readFile(outputOf(i))).buffer));
    }
    return { runtime: `${module} ${/^version (\S+)$/m.exec(stdout)?.[1]}`, outputs };
  } catch (error) {
    if (error instanceof CommandError && error.missing) return undefined;
    throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
