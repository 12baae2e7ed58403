import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ForeignPredictions, PredictionCase } from '../export-format.ts';
import { predictInPython } from './python.ts';

/** The part of onnxruntime-common that is needed here; nothing of ours depends on it. */
interface OnnxRuntime {
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options?: object,
    ): Promise<{
      readonly inputNames: readonly string[];
      readonly outputNames: readonly string[];
      run(feeds: Record<string, object>): Promise<Record<string, { readonly data: Float32Array }>>;
      release(): Promise<void>;
    }>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => object;
}

const packageNames = ['onnxruntime-node', 'onnxruntime-web'] as const;

/** Predicts with ONNX Runtime, of npm or else of Python; undefined where neither is installed. */
export async function predictWithOnnx(
  file: string,
  cases: readonly PredictionCase[],
): Promise<ForeignPredictions | undefined> {
  for (const name of packageNames) {
    const place = installed(name);
    if (place === undefined) continue;
    const { InferenceSession, Tensor } = await load(place);
    const all: Float32Array[] = [];
    for (const { folder, examples } of cases) {
      const session = await InferenceSession.create(await readFile(path.join(folder, file)), {
        logSeverityLevel: 3,
      });
      const input = new Tensor('float32', examples.values, examples.shape);
      const outputs = await session.run({ [session.inputNames[0]]: input });
      all.push(outputs[session.outputNames[0]].data);
      await session.release();
    }
    return { runtime: name, outputs: all };
  }
  return predictInPython(cases, {
    module: 'onnxruntime',
    code: `
import onnxruntime
session = onnxruntime.InferenceSession(folder / "${file}")
return session.run(None, {session.get_inputs()[0].name: examples})[0]`,
  });
}

/** CommonJS, whose names Node does not always find. */
async function load(place: string): Promise<OnnxRuntime> {
  const found = (await import(pathToFileURL(place).href)) as Partial<OnnxRuntime> & {
    readonly default?: OnnxRuntime;
  };
  return (found.InferenceSession ? found : found.default) as OnnxRuntime;
}

/** Finds a package of the project that calls, or beside this one. */
function installed(name: string): string | undefined {
  for (const from of [path.join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}
