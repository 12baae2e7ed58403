import os from 'node:os';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { useBackend } from '@axiswise/backend';
import type { Split } from '@axiswise/data';
import {
  discoverExperiments,
  loadExperiment,
  networkOf,
  strategyNames,
  trainingOf,
} from '@axiswise/experiment';
import { checkExport, exportFormats, exportModel } from '@axiswise/export';
import { buildNetwork, toPortableModel } from '@axiswise/layers';
import { Random } from '@axiswise/random';
import { testBackend } from '@axiswise/testing';
import { train } from '@axiswise/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend(testBackend()));

const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-export-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const experiments = await Promise.all([...discoverExperiments().keys()].map(loadExperiment));
const trained = 16;

// ONNX Runtime is a package of npm; Keras and PyTorch are those of the Python that AXISWISE_PYTHON names.
const formats = exportFormats.filter(
  ({ name }) => name === 'onnx' || process.env['AXISWISE_PYTHON'] !== undefined,
);
if (formats.length < exportFormats.length) {
  console.log('only ONNX is checked: AXISWISE_PYTHON names no Python with the other frameworks');
}

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))(
  '%s',
  (_, experiment) => {
    it.each(strategyNames(experiment))(
      '%s gives the same probabilities in other frameworks',
      async (strategy) => {
        const { shape, classes, vocabularySize } = experiment.example;
        const size = shape.reduce((product, length) => product * length, 1);
        const random = new Random(0, 'inputs');
        const inputs = Float32Array.from({ length: trained * size }, () =>
          vocabularySize === undefined ? random.uniform() : random.integer(vocabularySize),
        );
        const split: Split = {
          length: trained,
          labels: Int32Array.from({ length: trained }, () => random.integer(classes)),
          gather: (indices, out) => {
            for (let i = 0; i < indices.length; i++) {
              out.set(inputs.subarray(indices[i] * size, (indices[i] + 1) * size), i * size);
            }
          },
        };
        const geometry = networkOf(experiment, strategy, experiment.example);
        const network = buildNetwork(geometry, { seed: 0 });
        await train({
          network,
          train: split,
          shape,
          classes,
          seed: 0,
          config: { ...trainingOf(experiment).config, epochs: 2, batchSize: 8 },
        });
        const model = toPortableModel(network);
        const card = {
          name: `${experiment.name}-${strategy}`,
          experiment: experiment.name,
          strategy,
          data: 'drawn',
          dataSha256: '',
          seed: 0,
          testAccuracy: 0,
          input: {
            axes: [...(experiment.dataAxes ?? experiment.axes.names), 'channels'],
            shape,
            ...(vocabularySize !== undefined && { vocabularySize }),
          },
          classes: Array.from({ length: classes }, (_, i) => String(i)),
        };
        const subject = { model, geometry, card };
        const differences: Record<string, string> = {};
        for (const format of formats) {
          const folder = path.join(scratch, card.name, format.name);
          mkdirSync(folder, { recursive: true });
          for (const [name, content] of await exportModel(subject, format)) {
            writeFileSync(path.join(folder, name), content);
          }
          const check = await checkExport(subject, format, folder, {
            examples: 200,
            values: experiment.show?.values,
          });
          if (!check) throw new Error(`${format.name} was not checked: it takes ${format.runtime}`);
          expect(check.maxDifference, format.name).toBeLessThan(1e-4);
          differences[`${format.name}, ${check.runtime}`] = check.maxDifference.toExponential(1);
        }
        console.log(card.name, differences);
        model.dispose();
        network.model.dispose();
      },
    );
  },
);
