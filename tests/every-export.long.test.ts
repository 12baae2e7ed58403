import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { useBackend } from '@axiswise/backend';
import { checkExports, type ExportedModel, exportFormats } from '@axiswise/export';
import { testBackend } from '@axiswise/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelsOfTasks, trainedModels, writeModel } from './trained-models.ts';

beforeAll(() => useBackend(testBackend()));

const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-export-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(exportFormats.map((format) => [format.name, format] as const))('%s', (_, format) => {
  it('gives the same outputs of 200 inputs, with every strategy and every task', async (context) => {
    const written: ExportedModel[] = [];
    for (const models of [trainedModels, modelsOfTasks]) {
      for await (const subject of models()) {
        written.push(await writeModel(scratch, format, subject));
      }
    }
    const checks = await checkExports(written, format, 200);
    if (!checks) {
      console.log(`${format.name} is not checked: it takes ${format.runtime}`);
      return context.skip();
    }
    const lines = checks.map(
      ({ maxDifference }, i) => `${written[i].trained.card.name} ${maxDifference.toExponential(1)}`,
    );
    console.log(`maximum differences of ${checks[0].runtime}:\n${lines.join('\n')}`);
    for (const [i, { maxDifference }] of checks.entries()) {
      expect(maxDifference, written[i].trained.card.name).toBeLessThan(1e-4);
    }
  });
});
