import { useBackend } from '@axiswise/backend';
import {
  dense,
  deriveNetwork,
  flatten,
  type InputGeometry,
  type LayerSpec,
  type NetworkGeometry,
} from '@axiswise/geometry';
import { buildNetwork, toPortableModel } from '@axiswise/layers';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, testBackend, waves } from './layer-contract.ts';

export interface KindUnderTest {
  readonly input: InputGeometry;
  /** Layers of a network; the last one is of the kind under test. */
  readonly specs: readonly LayerSpec[];
}

/**
 * The contract of every kind of layer: it builds the shapes and the number of parameters that it
 * derives, its initial weights depend on the seed, it describes itself, it can be widened if it has
 * a width, and it is the same network in standard layers.
 */
export function describeLayerKindContract(name: string, { input, specs }: KindUnderTest): void {
  describe(`${name} keeps the contract of layer kinds`, () => {
    beforeAll(() => useBackend(testBackend()));

    const place = specs.length - 1;
    const networkOf = (rows: readonly LayerSpec[]): NetworkGeometry =>
      deriveNetwork(input, [
        ...rows,
        ...(deriveNetwork(input, rows).layers[place].output.flat ? [] : [flatten()]),
        dense(3, { activation: 'softmax' }),
      ]);
    const network = networkOf(specs);
    const layer = network.layers[place];
    const { inputShape } = deriveNetwork(input, specs).layers[0];

    /** Real numbers, or tokens, the last of them padding. */
    const examples = (): tf.Tensor => {
      const numbers = waves([2, ...inputShape]);
      if (input.vocabularySize === undefined) return numbers;
      const tokens = tf.abs(tf.mul(numbers, input.vocabularySize - 1e-3));
      return tf.floor(tokens);
    };
    const weightsOf = (seed: number): Float32Array[] => {
      const { model, tables } = buildNetwork(network, { seed });
      const weights = [
        ...model.getWeights().map((weight) => weight.dataSync<'float32'>().slice()),
        ...tables.map(({ layer: { table } }) => table),
      ];
      model.dispose();
      return weights;
    };

    it('builds the derived shape and parameters', () => {
      // That parameters agree is checked whenever a network is built.
      const { model } = buildNetwork(network, { seed: 0 });
      const [, ...shape] = model.getLayer(layer.name).outputShape as number[];
      expect(tf.util.sizeFromShape(shape)).toBe(tf.util.sizeFromShape([...layer.outputShape]));
      expect(shape.at(-1)).toBe(layer.output.channels);
      model.dispose();
    });

    it('initialises its weights by the seed', () => {
      expect(weightsOf(3)).toEqual(weightsOf(3));
      expect(weightsOf(4)).not.toEqual(weightsOf(3));
    });

    it('describes itself', () => {
      expect(layer.kind.describe(layer)).toMatch(/\S/);
      expect(JSON.parse(JSON.stringify(layer))).toMatchObject({
        name: layer.name,
        kind: layer.kind.name,
      });
    });

    const { width } = layer.kind;
    if (typeof width === 'object') {
      it('has twice the channels at twice the width', () => {
        const spec = specs[place];
        const wider = width.with(spec, 2 * width.of(spec));
        const after = networkOf(specs.with(place, wider)).layers[place];
        expect(after.output.channels).toBe(2 * layer.output.channels);
        expect(after.parameters).toBeGreaterThan(layer.parameters);
      });
    }

    it('is the same network in standard layers', () => {
      const built = buildNetwork(network, { seed: 0 });
      const portable = toPortableModel(built);
      tf.tidy(() => {
        const x = examples();
        expectClose(portable.predict(x) as tf.Tensor, built.model.predict(x) as tf.Tensor, 1e-6);
      });
      built.model.dispose();
      portable.dispose();
    });
  });
}
