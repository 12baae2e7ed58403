import type { NetworkReplica } from '../step/network-replica.ts';
import { partsOf } from './parts.ts';

/** Memory that all threads of a team see. */
export interface TeamMemory {
  /** The parameters of the network, one after another, then its statistics. */
  readonly parameters: Float32Array;
  /** The tables of embeddings. */
  readonly tables: readonly Float32Array[];
  /** The gradients of the parameters by each part of a batch. */
  readonly gradients: readonly Float32Array[];
  /** The sum of the gradients. */
  readonly sum: Float32Array;
  /** One number: of how many parts the gradients are there; negative where that will never be. */
  readonly arrived: Int32Array;
  /** Where layers add up numbers of all parts while they compute. */
  readonly exchange: ExchangeMemory;
}

/** Memory by which the parts of a batch add up numbers; see `sumOfParts`. */
export interface ExchangeMemory {
  /** One number: how often a part has written its numbers since the batch began. */
  readonly written: Int32Array;
  /** Of each part, twice: while some still read what they added up, others write the next numbers. */
  readonly numbers: readonly (readonly [Float32Array, Float32Array])[];
}

/** Memory of one thread, which the thread that asks it sees too. */
export interface ThreadMemory {
  /** The number of requests so far, then the state of each desk. */
  readonly signals: Int32Array;
  /** So many requests can wait; a part of a batch lies on the first desk. */
  readonly desks: readonly Desk[];
  /** Of its part of a batch. */
  readonly targets: Float32Array;
  readonly mixedTargets: Float32Array;
  readonly loss: Float64Array;
  /** By trained table: gradients of the rows that occur. */
  readonly rows: readonly SharedRows[];
}

/** Where the inputs of a request lie, and then the logits. */
export interface Desk {
  readonly inputs: Float32Array;
  readonly scores: Float32Array;
}

export interface SharedRows {
  readonly count: Int32Array;
  readonly rows: Int32Array;
  readonly gradient: Float32Array;
}

/** What decides how much memory a team takes. */
export interface TeamSizes {
  /** Threads in all. */
  readonly workers: number;
  /** Examples in a batch that is divided, at most. */
  readonly batchSize: number;
  /** Examples on a desk that are scored at once, at most. */
  readonly scoredAtOnce: number;
  readonly exampleSize: number;
  readonly targetSize: number;
  readonly outputSize: number;
}

/** With two, a thread goes on while its last scores wait to be taken. */
const desksOfThread = 2;

const sharedFloats = (length: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
const sharedIntegers = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

/** A copy in memory that threads share. */
export function inSharedMemory(values: Float32Array): Float32Array {
  const shared = sharedFloats(values.length);
  shared.set(values);
  return shared;
}

/** Allocates what a team shares; without a replica it only scores. The tables' numbers are there already. */
export function teamMemory(replica: NetworkReplica | undefined, workers: number): TeamMemory {
  const size = replica?.parameters.reduce((sum, { variable }) => sum + variable.size, 0) ?? 0;
  // Of one layer at a time: at most a mean and a variance of each channel.
  const exchanged = replica?.statistics.reduce((sum, { variable }) => sum + variable.size, 0) ?? 0;
  return {
    parameters: sharedFloats(replica?.sharedSize ?? 0),
    tables: replica?.allTables.map(inSharedMemory) ?? [],
    gradients: Array.from({ length: workers }, () => sharedFloats(size)),
    sum: sharedFloats(size),
    arrived: sharedIntegers(1),
    exchange: {
      written: sharedIntegers(1),
      numbers: Array.from(
        { length: workers },
        () => [sharedFloats(exchanged), sharedFloats(exchanged)] as const,
      ),
    },
  };
}

/** Allocates the memory of one thread. What is never written takes no memory of the machine. */
export function threadMemory(
  replica: NetworkReplica | undefined,
  { workers, batchSize, scoredAtOnce, exampleSize, targetSize, outputSize }: TeamSizes,
): ThreadMemory {
  const part = Math.max(...partsOf(batchSize, workers).map(({ length }) => length));
  const examples = Math.max(part, scoredAtOnce);
  return {
    signals: sharedIntegers(1 + desksOfThread),
    desks: Array.from({ length: desksOfThread }, () => ({
      inputs: sharedFloats(examples * exampleSize),
      scores: sharedFloats(examples * outputSize),
    })),
    targets: sharedFloats(part * targetSize),
    mixedTargets: sharedFloats(part * targetSize),
    loss: new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)),
    rows:
      replica?.tables.map(({ width }) => ({
        count: sharedIntegers(1),
        // No more rows occur than there are tokens.
        rows: sharedIntegers(part * exampleSize),
        gradient: sharedFloats(part * exampleSize * width),
      })) ?? [],
  };
}
