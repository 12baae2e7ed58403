import { describeLayerContract } from '@axiswise/testing';
import { PositionBias } from './position-bias.ts';

describeLayerContract('PositionBias', {
  make: (inputShape) => new PositionBias({ inputShape }),
  inputShape: [3, 4, 2],
  outputShape: [3, 4, 2],
  parameters: 24,
});
