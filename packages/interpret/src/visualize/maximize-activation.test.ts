import { useBackend, withoutLeaks } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { ballSpace, boxSpace } from './input-space.ts';
import { maximizeActivation, withPenalties } from './maximize-activation.ts';
import { Objective } from './objective.ts';
import { VisibleNetwork } from './visible-network.ts';

beforeAll(() => useBackend(testBackend()));

const space = boxSpace({ from: 0, to: 1, blank: 0 });

/**
 * One dense layer over 2×2 pixels: neuron 0 weights pixels 0 and 3, neuron 1 all of them, neuron 2
 * none.
 */
function linearNetwork(activation: 'linear' | 'relu' = 'linear'): VisibleNetwork {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [2, 2, 1], name: 'flatten_1' }),
      tf.layers.dense({ units: 3, activation, name: 'dense_1' }),
    ],
  });
  tf.tidy(() =>
    model.getLayer('dense_1').setWeights([
      tf.tensor2d([
        [2, 1, -1],
        [-1, 0.5, -1],
        [-1, 0.1, -1],
        [2, 1, -1],
      ]),
      tf.tensor1d([-3, 0, 0]),
    ]),
  );
  return new VisibleNetwork(model);
}

/** The lecture's kernel for diagonals, over 6×6 points. */
function diagonalNetwork(): VisibleNetwork {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [6, 6, 1],
        filters: 1,
        kernelSize: 3,
        activation: 'relu',
        name: 'convolution_1',
      }),
    ],
  });
  tf.tidy(() =>
    model
      .getLayer('convolution_1')
      .setWeights([
        tf.tensor4d([1, -1, -1, -1, 1, -1, -1, -1, 1], [3, 3, 1, 1]),
        tf.tensor1d([-0.5]),
      ]),
  );
  return new VisibleNetwork(model);
}

describe('maximizeActivation', () => {
  it('finds the corner where a linear neuron is largest', async () => {
    const network = linearNetwork();
    const [first, second] = await maximizeActivation(
      network,
      [Objective.unit('dense_1', 0), Objective.unit('dense_1', 1)],
      { space, stepSize: 0.1 },
    );
    expect([...first.visible].map(Math.round)).toEqual([1, 0, 0, 1]);
    expect(first.activationAfter).toBeCloseTo(1, 3);
    expect(first.l1).toBeCloseTo(2, 2);
    expect(second.activationAfter).toBeCloseTo(2.6, 2);
    expect(first.activationBefore).toBeLessThan(0);
  });

  it('escapes from a silent rectifier', async () => {
    const [found] = await maximizeActivation(
      linearNetwork('relu'),
      [Objective.unit('dense_1', 0)],
      {
        space,
      },
    );
    expect(found.activationBefore).toBe(0);
    expect(found.activationAfter).toBeCloseTo(1, 3);
  });

  it('sets values to blank that gain less than their L1 norm costs', async () => {
    // Neuron 1: pixels 0 and 3 gain 1, pixel 1 gains 0.5, pixel 2 gains 0.1.
    const drawn = async (cost: number): Promise<number[]> => {
      const objective = Objective.unit('dense_1', 1).minus(Objective.l1().times(cost));
      const [{ visible }] = await maximizeActivation(linearNetwork(), [objective], {
        space,
        stepSize: 0.1,
      });
      return [...visible].map((value) => Number(value.toFixed(3)));
    };
    expect(await drawn(0)).toEqual([1, 1, 1, 1]);
    expect(await drawn(0.3)).toEqual([1, 1, 0, 1]);
    expect(await drawn(0.7)).toEqual([1, 0, 0, 1]);
    expect(await drawn(1.5)).toEqual([0, 0, 0, 0]);
  });

  it('balances L2 and total variation as calculus says', async () => {
    // a·x − c·x² is largest at x = a / 2c: pixels 1, 0.5, 0.1 and 1 over 2c = 4.
    const bowl = Objective.unit('dense_1', 1).minus(Objective.l2().times(2));
    const [{ visible }] = await maximizeActivation(linearNetwork(), [bowl], { space, steps: 400 });
    for (const [i, gain] of [1, 0.5, 0.1, 1].entries()) {
      expect(visible[i]).toBeCloseTo(gain / 4, 2);
    }
    const smooth = Objective.unit('dense_1', 0).minus(Objective.totalVariation().times(100));
    const [flat] = await maximizeActivation(linearNetwork(), [smooth], { space });
    expect(Math.max(...flat.visible) - Math.min(...flat.visible)).toBeLessThan(0.02);
  });

  it('excites a filter for diagonals by diagonals', async () => {
    const [{ visible, activationAfter }] = await maximizeActivation(
      diagonalNetwork(),
      [Objective.unit('convolution_1', 0)],
      { space, starts: 4, steps: 300 },
    );
    // On the sum of the map, each pixel of a diagonal is worth more than its neighbours cost.
    let onDiagonals = 0;
    let acrossDiagonals = 0;
    for (let row = 0; row < 5; row++) {
      for (let column = 0; column < 5; column++) {
        onDiagonals += visible[6 * row + column] * visible[6 * (row + 1) + column + 1];
        acrossDiagonals += visible[6 * row + column + 1] * visible[6 * (row + 1) + column];
      }
    }
    expect(onDiagonals).toBeGreaterThan(3 * acrossDiagonals);
    expect(activationAfter).toBeGreaterThan(9);
  });

  it('maximises a difference', async () => {
    const difference = Objective.unit('dense_1', 0).minus(Objective.unit('dense_1', 1).times(3));
    const [{ visible }] = await maximizeActivation(linearNetwork(), [difference], { space });
    // 2 − 3 < 0 everywhere: nothing is drawn.
    expect([...visible]).toEqual([0, 0, 0, 0]);
  });

  it('is the same for the same seed, whatever else is in the batch', async () => {
    const network = diagonalNetwork();
    const objective = Objective.unit('convolution_1', 0);
    const options = { space, steps: 20, jitter: 2, blur: 0.5, seed: 7 };
    const [alone] = await maximizeActivation(network, [objective], options);
    const [first] = await maximizeActivation(network, [objective, objective.times(-1)], options);
    expect(alone.visible).toEqual(first.visible);
    const [other] = await maximizeActivation(network, [objective], { ...options, seed: 8 });
    expect(other.visible).not.toEqual(alone.visible);
  });

  it('keeps the best of several starts', async () => {
    const network = diagonalNetwork();
    const objective = [Objective.unit('convolution_1', 0)];
    const [one] = await maximizeActivation(network, objective, { space, steps: 40 });
    const [many] = await maximizeActivation(network, objective, { space, steps: 40, starts: 8 });
    expect(many.activationAfter).toBeGreaterThanOrEqual(one.activationAfter);
  });

  it('keeps vectors within their bound', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [3, 2, 1], name: 'flatten_1' }),
        tf.layers.dense({ units: 1, name: 'dense_1', kernelInitializer: 'ones' }),
      ],
    });
    const [{ visible }] = await maximizeActivation(
      new VisibleNetwork(model),
      [Objective.unit('dense_1', 0)],
      { space: ballSpace(2, 2) },
    );
    // The longest vector that points to (1, 1) has coordinates 2 / √2.
    for (const value of visible) expect(value).toBeCloseTo(Math.SQRT2, 3);
  });

  it('stops on a signal with the result so far', async () => {
    const abort = new AbortController();
    const [{ steps }] = await maximizeActivation(linearNetwork(), [Objective.unit('dense_1', 0)], {
      space,
      signal: abort.signal,
      onStep: (step) => step === 3 && abort.abort(),
    });
    expect(steps).toBe(3);
  });

  it('leaves no tensors', async () => {
    const network = linearNetwork();
    await withoutLeaks('maximizeActivation', async () => {
      const objectives = withPenalties(
        network,
        [Objective.unit('dense_1', 0)],
        { l1: 1 },
        { space },
      );
      await maximizeActivation(network, objectives, { space, steps: 3, jitter: 1, blur: 1 });
    });
  });

  it('lists the existing layers and units', async () => {
    const network = linearNetwork();
    const ascend = (objective: Objective, more = {}) =>
      maximizeActivation(network, [objective], { space, ...more });
    await expect(ascend(Objective.unit('dense_7', 0))).rejects.toThrow(
      'there is no layer "dense_7" (the network has no filters, only neurons that see everything); ' +
        'choose one of: flatten_1 (4 neurons), dense_1 (3 neurons)',
    );
    await expect(ascend(Objective.unit('dense_1', 3))).rejects.toThrow(
      'dense_1 has no neuron 3; it has 3, numbered from 0 to 2',
    );
    const neuron = Objective.unit('dense_1', 0);
    await expect(ascend(neuron, { steps: 0 })).rejects.toThrow(
      'steps must be a positive integer, got 0',
    );
    await expect(ascend(neuron, { jitter: -1 })).rejects.toThrow(
      'jitter must be a non-negative integer, got -1',
    );
    await expect(ascend(neuron, { stepSize: 0 })).rejects.toThrow(
      'the step size must be a positive number, got 0',
    );
    await expect(ascend(neuron, { blur: NaN })).rejects.toThrow(
      'blur must be a non-negative number, got NaN',
    );
  });
});

describe('withPenalties', () => {
  it('measures penalties in mean gradients', () => {
    // Neuron 1 pulls 1, 0.5, 0.1 and 1: 0.65 on average.
    const [objective] = withPenalties(
      linearNetwork(),
      [Objective.unit('dense_1', 1)],
      { l1: 2, l2: 3 },
      { space },
    );
    expect(objective.coefficientOf('L1')).toBeCloseTo(-1.3, 5);
    expect(objective.coefficientOf('L2')).toBeCloseTo(-1.95, 5);
  });

  it('refuses negative weights', () => {
    const weigh = (): unknown =>
      withPenalties(linearNetwork(), [Objective.unit('dense_1', 1)], { l1: -1 }, { space });
    expect(weigh).toThrow('the weight of L1 must be a non-negative number, got -1');
  });
});
