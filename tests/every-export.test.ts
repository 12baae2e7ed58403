import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { useBackend } from '@axiswise/backend';
import { checkExports, exportFormats } from '@axiswise/export';
import { testBackend } from '@axiswise/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { modelsOfTasks, trainedModels, writeModel } from './trained-models.ts';

beforeAll(() => useBackend(testBackend()));

const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-export-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const subjects = { strategy: trainedModels, task: modelsOfTasks };

it.each(Object.entries(subjects))(
  'gives the same outputs of 200 inputs in ONNX Runtime, with every %s',
  async (of, models) => {
    const onnx = exportFormats.find(({ name }) => name === 'onnx')!;
    const lines: string[] = [];
    for await (const subject of models()) {
      const { name } = subject.trained.card;
      const written = await writeModel(scratch, onnx, subject);
      const [check] = (await checkExports([written], onnx, 200))!;
      expect(check.runtime).toBe('onnxruntime-web');
      expect(check.maxDifference, name).toBeLessThan(1e-4);
      const { shape } = subject.trained.model.outputs[0];
      expect(shape.slice(1), name).toEqual(subject.trained.card.outputs.shape);
      lines.push(`${name} ${check.maxDifference.toExponential(1)}`);
      subject.trained.model.dispose();
    }
    console.log(`maximum differences of ONNX:\n${lines.join('\n')}`);
    expect(lines.length).toBeGreaterThan(of === 'task' ? 20 : 25);
  },
);
