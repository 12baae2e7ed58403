import { createHash } from 'node:crypto';
import path from 'node:path';
import { readJsonFile, removeTemporaries, writeFileAtomically } from '@axiswise/files';
import { isInputError } from '@axiswise/messages';
import { z } from 'zod';
import type { Sample } from '../sampling/draw-sample.ts';
import type { Examples } from '../sampling/examples.ts';
import type { TrainedClassifier, TrainingTask } from './train-classifier.ts';

/** All that tells one training of a classifier from another, besides the sample and the engine. */
export type TrainingKey = Pick<TrainingTask, 'seed' | 'learningRate' | 'epochs' | 'untilEpoch'> & {
  readonly trainExamples: number;
};

/** Keeps what was trained, so that a diagnosis that was interrupted goes on. */
export interface ClassifierStore {
  read(classifier: string, key: TrainingKey): Promise<TrainedClassifier | undefined>;
  write(classifier: string, key: TrainingKey, trained: TrainedClassifier): Promise<void>;
}

/** Keeps nothing. */
export const noStore: ClassifierStore = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
};

/** Of what a file holds. It changes where another version of this package would train otherwise. */
const version = 1;

const fileSchema = z.object({
  version: z.number(),
  /** Of the sample and the engine. */
  of: z.string(),
  trained: z.record(
    z.string(),
    z.object({
      /** A digit for each test example: 1 where the prediction is right. */
      correct: z.string().optional(),
      /** In its place where the score of an example is not right or wrong. */
      scores: z.array(z.number()).optional(),
      validation: z.object({ loss: z.number(), accuracy: z.number().nullable() }).nullable(),
      seconds: z.number(),
    }),
  ),
});
type Kept = z.infer<typeof fileSchema>;

interface FileOptions {
  /** Whether what is kept is trained anew. */
  readonly overwrite?: boolean | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
}

/**
 * Keeps trained classifiers in a folder, a file for each kind, written anew and whole after each training.
 *
 * What was trained on other examples or by another engine is not used, and replaced; so is a damaged file.
 */
export class ClassifierFiles implements ClassifierStore {
  readonly #folder: string;
  readonly #of: string;
  readonly #files = new Map<string, Promise<Kept>>();
  /** The end of the queue of writes of each file. */
  readonly #writes = new Map<string, Promise<void>>();
  /** How many trainings it has given back, and how many seconds they took. */
  readonly reused = { trainings: 0, seconds: 0 };
  readonly #overwrite: boolean;
  readonly #onNotice: ((line: string) => void) | undefined;
  #isReplacing = false;

  private constructor(folder: string, of: string, { overwrite = false, onNotice }: FileOptions) {
    this.#folder = folder;
    this.#of = of;
    this.#overwrite = overwrite;
    this.#onNotice = onNotice;
  }

  /**
   * @param options.engine by which classifiers are trained, with its version.
   */
  static async open(
    folder: string,
    sample: Sample,
    options: FileOptions & { readonly engine: string },
  ): Promise<ClassifierFiles> {
    await removeTemporaries(folder);
    return new ClassifierFiles(folder, `${await sampleDigest(sample)} ${options.engine}`, options);
  }

  async read(classifier: string, key: TrainingKey): Promise<TrainedClassifier | undefined> {
    const { trained } = await this.#kept(classifier);
    const found = trained[nameOf(key)] as Kept['trained'][string] | undefined;
    if (!found) return undefined;
    this.reused.trainings++;
    this.reused.seconds += found.seconds;
    const { correct, scores, ...rest } = found;
    return {
      ...rest,
      ...(correct !== undefined && { scores: fromDigits(correct) }),
      ...(scores !== undefined && { scores: Float64Array.from(scores) }),
    };
  }

  async write(classifier: string, key: TrainingKey, trained: TrainedClassifier): Promise<void> {
    const { scores, ...rest } = trained;
    const kept = await this.#kept(classifier);
    kept.trained[nameOf(key)] = {
      ...rest,
      ...(scores &&
        (scores instanceof Uint8Array ? { correct: scores.join('') } : { scores: [...scores] })),
    };
    const before = this.#writes.get(classifier) ?? Promise.resolve();
    const write = before.then(() =>
      writeFileAtomically(this.#fileOf(classifier), `${JSON.stringify(kept, null, 1)}\n`),
    );
    this.#writes.set(classifier, write);
    await write;
  }

  #fileOf = (classifier: string): string => path.join(this.#folder, `${classifier}.json`);

  #kept(classifier: string): Promise<Kept> {
    let kept = this.#files.get(classifier);
    if (!kept) {
      kept = this.#load(classifier);
      this.#files.set(classifier, kept);
    }
    return kept;
  }

  async #load(classifier: string): Promise<Kept> {
    const empty: Kept = { version, of: this.#of, trained: {} };
    if (this.#overwrite) return empty;
    try {
      const kept = await readJsonFile(this.#fileOf(classifier), fileSchema, 'a classifier');
      if (kept?.version === version && kept.of === this.#of) return kept;
      if (kept && !this.#isReplacing) {
        this.#isReplacing = true;
        this.#onNotice?.(
          `${this.#folder} holds classifiers of other examples or another engine; they are replaced`,
        );
      }
    } catch (error) {
      if (!isInputError(error)) throw error;
      this.#onNotice?.(`${error.message}; it is trained anew`);
    }
    return empty;
  }
}

const nameOf = ({ trainExamples, epochs, untilEpoch, learningRate, seed }: TrainingKey): string =>
  `${trainExamples} examples, ${untilEpoch === undefined ? '' : `${untilEpoch} of `}${epochs} epochs, ` +
  `learning rate ${learningRate}, seed ${seed}`;

const fromDigits = (digits: string): Uint8Array => Uint8Array.from(digits, Number);

/** SHA-256 of the examples of a sample: those of the first seed, of validation and of test. */
async function sampleDigest(sample: Sample): Promise<string> {
  const hash = createHash('sha256');
  const add = (examples: Examples): void => {
    const { axes, cyclic = [], shape, classes, inputs, labels, targets, groups } = examples;
    hash.update(JSON.stringify([axes, shape, classes, ...(cyclic.length > 0 ? [cyclic] : [])]));
    if (targets) hash.update(JSON.stringify([targets.task, targets.classes]));
    const answers = targets?.values ?? labels;
    for (const array of [inputs, answers, ...(groups ? [groups] : [])]) {
      hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    }
  };
  for (const examples of [await sample.train(0), sample.validation, sample.test]) add(examples);
  return hash.digest('hex');
}
