import type { FloatArray } from '@axiswise/binary';
import type { LayerGeometry } from '@axiswise/geometry';
import type { ModelCard } from './model-card.ts';
import type { ModelGraph } from './model-graph.ts';

/** Examples, and a model that was written. */
export interface PredictionCase {
  /** What {@link ExportFormat.write} wrote. */
  readonly folder: string;
  /** `[examples, ...shape]`. */
  readonly examples: FloatArray;
}

/** What another framework computed from what was written. */
export interface ForeignPredictions {
  /** Which one: `onnxruntime-web`, `torch 2.13.0`. */
  readonly runtime: string;
  /** Of each case, `[examples, ...shape of the outputs]`. */
  readonly outputs: readonly Float32Array[];
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
  /** How to load the model and predict, in Python: `examples` is an array, the name of the outputs the result. */
  usage(card: ModelCard): string;
  /** What has to be installed so that {@link predict} does. */
  readonly runtime: string;
  /**
   * Computes the outputs for examples with the framework that the format is of; undefined where it is
   * not installed.
   */
  predict(cases: readonly PredictionCase[]): Promise<ForeignPredictions | undefined>;
}
