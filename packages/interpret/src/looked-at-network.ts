import type { DecodedExample } from '@axiswise/data';
import type { Drawing, Overlay } from '@axiswise/drawing';
import type { Task } from '@axiswise/training';
import type { InputSpace } from './visualize/input-space.ts';
import type { VisibleNetwork } from './visualize/visible-network.ts';

/** An input in a form for people. */
export interface ShownInput {
  readonly drawing: Drawing;
  /** If inputs are tokens: the nearest token of each position, the next nearest, and so on. */
  readonly tokens?: readonly Float32Array[];
}

/** What a network says to one input. */
export interface Prediction {
  /** As JSON: `{ label, probability }` of a classification. */
  readonly json: Readonly<Record<string, unknown>>;
  /** `seven (98 %)`. */
  readonly inWords: string;
  /** The numbers themselves, as {@link Task.predict} gives them. */
  readonly values: Float32Array;
  /** The outputs that it rests on. */
  readonly outputs: readonly number[];
}

/** What is drawn above an input. */
export interface Above {
  /** How much each position matters, from 0 to 1: `[...lengths]`. */
  readonly highlight?: Float32Array;
  /** A colour for each position: `[...lengths]`. */
  readonly overlay?: Overlay;
}

/** A trained network, opened for inspection: what runs and models from elsewhere have in common. */
export interface LookedAtNetwork {
  readonly network: VisibleNetwork;
  /** What the network predicts; undefined where that is not known. */
  readonly task: Task | undefined;
  /**
   * The layer whose units are what the task predicts: the classes or labels before the softmax or sigmoid, or the
   * numbers in their unit. Where positions have labels, its units are maps of them. Without a task: the last layer.
   */
  readonly logits: string;
  /** The space of inputs. */
  readonly space: InputSpace;
  /** The word of every token, if inputs are words. */
  readonly words: readonly string[] | undefined;
  /** The name of a unit, where the layer's units are what the task predicts: the class, the label, the number. */
  unitName(layer: string, unit: number): string | undefined;
  /** Draws a real input. */
  draw(input: Float32Array, above?: Above): ShownInput;
  /** Draws a synthetic input, which has the shape {@link VisibleNetwork.visibleShape}. */
  drawVisible(visible: Float32Array): ShownInput;
  /** The changeable form of a real input: the input itself, or the vectors of its tokens. */
  see(input: Float32Array): Float32Array;
  /** Predicts what the task says of inputs in changeable form; none without a task. */
  predict(visible: readonly Float32Array[]): readonly Prediction[];
  /** Reads the inputs of a file as the network takes them. */
  decode(file: string): Promise<readonly DecodedExample[]>;
}

/**
 * Puts numbers that a task predicts into words.
 *
 * @param all as {@link Task.predict} gives them, for any number of inputs.
 */
export function predictionsOf(task: Task, all: Float32Array): Prediction[] {
  const { kind, form, outputSize } = task;
  return Array.from({ length: all.length / outputSize }, (_, i) => {
    const values = all.subarray(i * outputSize, (i + 1) * outputSize);
    return {
      json: kind.prediction(values, form),
      inWords: kind.inWords(values, form),
      values,
      outputs: kind.predictedOutputs(values, form),
    };
  });
}
