/** Memory that all threads of a step see. */
export interface StepMemory {
  /** The inputs of a batch. */
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
  /** The parameters of the network, one after another. */
  readonly parameters: Float32Array;
  /** The tables of embeddings that are trained. */
  readonly tables: readonly Float32Array[];
}

export const sharedFloats = (length: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));

/** Allocates the memory of a step. */
export const stepMemory = (sizes: {
  readonly batchSize: number;
  readonly exampleSize: number;
  readonly parameters: number;
  readonly tables: readonly number[];
}): StepMemory => ({
  inputs: sharedFloats(sizes.batchSize * sizes.exampleSize),
  labels: new Int32Array(new SharedArrayBuffer(sizes.batchSize * Int32Array.BYTES_PER_ELEMENT)),
  parameters: sharedFloats(sizes.parameters),
  tables: sizes.tables.map(sharedFloats),
});
