import { type BackendChoice, useBackend } from '@axiswise/backend';
import { pixelDrawing } from '@axiswise/drawing';
import { readPicture } from '@axiswise/image';
import { loadImageModel, type LoadImageModelOptions, preprocess } from '@axiswise/image-models';
import type { Preprocessing } from '@axiswise/image-models';
import { InputError, requirePositiveInteger } from '@axiswise/messages';
import * as tf from '@axiswise/tensorflow';
import { openTask, type Task } from '@axiswise/training';
import { type LookedAtNetwork, predictionsOf } from './looked-at-network.ts';
import { headOf, type ModelHead } from './model-head.ts';
import { boxSpace } from './visualize/input-space.ts';
import { unitActivations, VisibleNetwork } from './visualize/visible-network.ts';

/** An image model from elsewhere, opened for inspection. */
export interface LookedAtModel extends LookedAtNetwork {
  /** Its model.json. */
  readonly file: string;
  readonly preprocessing: Preprocessing;
  readonly height: number;
  readonly width: number;
}

/** How an image model from elsewhere is opened. */
export interface LookIntoModelOptions extends LoadImageModelOptions {
  readonly backend?: BackendChoice | undefined;
  /** Height and width of the pictures that it gets; by default those that it was made for, else 96. */
  readonly size?: number | undefined;
  /** The names of its outputs, in their order; by default their numbers. */
  readonly classNames?: readonly string[] | undefined;
  /** The brightness of nothing, from 0 to 1; by default 0.5. */
  readonly blank?: number | undefined;
}

/** Height and width of the pictures of a model that takes any. */
const anySize = 96;
/** As Zeiler and Fergus (2014) hide parts of photographs: most models take values around it for nothing. */
const middleGrey = 0.5;

/**
 * Opens a TensorFlow.js layers model that takes pictures, to show what excites its units and what it looks at.
 *
 * Pictures have values from 0 to 1, red, green and blue or grey; the preprocessing of the model comes after that. So
 * it does not matter to what is drawn.
 *
 * @param place the model.json, or the folder that holds it.
 * @throws InputError where there is no such model, or the size or the names of classes do not fit it.
 */
export async function lookIntoModel(
  place: string,
  options: LookIntoModelOptions = {},
): Promise<LookedAtModel> {
  const { size, classNames, blank = middleGrey } = options;
  if (size !== undefined) requirePositiveInteger('visualization', 'the size', size);
  await useBackend(options.backend ?? 'auto');
  const { file, model, preprocessing, channels } = await loadImageModel(place, options);
  const [, ownHeight, ownWidth] = model.inputs[0].shape;
  const height = size ?? ownHeight ?? anySize;
  const width = size ?? ownWidth ?? anySize;
  const shape = [height, width, channels];
  const head = headOf(model);
  const network = new VisibleNetwork(model, {
    inputShape: shape,
    prepare: (visible) => preprocess(visible as tf.Tensor4D, preprocessing, channels),
  });
  if (network.layers.length === 0) {
    throw new InputError(
      'visualization',
      `no layer of ${place} can take a picture of ${height}×${width}; look at it at a larger size`,
    );
  }
  const outputs = outputsOf(network, head);
  if (classNames && classNames.length !== outputs) {
    throw new InputError(
      'visualization',
      outputs === undefined
        ? `${place} has no outputs to name for a picture of ${height}×${width}; leave the names of classes out`
        : `${classNames.length} classes are named, but ${place} has ${outputs} outputs`,
    );
  }
  const task = outputs === undefined ? undefined : taskOf(head, outputs, classNames);
  const names =
    classNames ?? (task ? Array.from({ length: outputs ?? 0 }, (_, i) => String(i)) : []);
  const draw: LookedAtNetwork['draw'] = (input, above) => ({
    drawing: pixelDrawing(input, shape, above),
  });
  return {
    ...{ file, preprocessing, height, width, network, task },
    logits: task || outputs !== undefined ? head.logits : network.layers.at(-1)!.name,
    space: boxSpace({ from: 0, to: 1, blank }),
    words: undefined,
    unitName: (layer, unit) =>
      layer === head.logits || layer === head.last ? names[unit] : undefined,
    draw,
    drawVisible: (visible) => draw(visible),
    see: (input) => input,
    predict(visible) {
      if (!task) return [];
      const values = tf.tidy(() => {
        const x = tf.stack(visible.map((each) => tf.tensor(each, shape)));
        const logits = unitActivations(network.signals(x, [head.logits]).get(head.logits)!);
        return logits.dataSync<'float32'>().slice();
      });
      return predictionsOf(task, task.predict(values));
    },
    decode: async (picture) => [{ input: await readPicture(picture, { height, width, channels }) }],
  };
}

/** The number of outputs, where a picture of this size has one of each. */
function outputsOf(network: VisibleNetwork, { logits }: ModelHead): number | undefined {
  const layer = network.layers.find(({ name }) => name === logits);
  if (!layer) return undefined;
  return layer.positions.every((length) => length === 1) ? layer.units : undefined;
}

/**
 * What outputs predict: classes by softmax, labels by sigmoid. Of others only whoever names classes says that they are
 * classes, and the softmax is left to whoever uses the model.
 */
function taskOf(
  { activation }: ModelHead,
  outputs: number,
  classNames: readonly string[] | undefined,
): Task | undefined {
  if (activation === 'linear' && !classNames) return undefined;
  const names = classNames ?? Array.from({ length: outputs }, (_, i) => String(i));
  return activation === 'sigmoid'
    ? openTask(
        {
          kind: 'multi-label',
          targets: { task: 'multi-label', shape: [outputs], names },
        },
        [],
      )
    : openTask(undefined, names);
}
