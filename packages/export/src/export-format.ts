import type { FloatArray } from '@axiswise/binary';
import type { LayerGeometry } from '@axiswise/geometry';
import type { ModelCard } from './model-card.ts';
import type { ModelGraph } from './model-graph.ts';

/** What another framework computed from what was written. */
export interface ForeignPrediction {
  /** Which one, with its version: `onnxruntime-web 1.30.0`. */
  readonly runtime: string;
  /** `[examples, classes]`. */
  readonly probabilities: Float32Array;
}

/** A format that models are written in: one value that says all that is to be known of it. */
export interface ExportFormat {
  /** As on the command line. */
  readonly name: string;
  /** One line for help. */
  readonly describe: string;
  /** Whether a layer's kind says itself how this format expresses it; else its standard layers do. */
  saysItself(layer: LayerGeometry): boolean;
  /**
   * Writes a model: contents by name of file.
   *
   * @throws InputError naming a layer that the format has nothing for.
   */
  write(model: ModelGraph, card: ModelCard): ReadonlyMap<string, string | Uint8Array>;
  /** How to load the model and predict, in Python: `examples` is an array, `probabilities` the result. */
  usage(card: ModelCard): string;
  /** What has to be installed so that {@link predict} does. */
  readonly runtime: string;
  /**
   * Computes the probabilities of examples with the framework that the format is of; undefined where it is
   * not installed.
   *
   * @param folder what {@link write} wrote.
   */
  predict(
    folder: string,
    examples: FloatArray,
    card: ModelCard,
  ): Promise<ForeignPrediction | undefined>;
}
