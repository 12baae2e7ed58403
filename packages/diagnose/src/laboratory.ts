import { Random } from '@axiswise/random';
import type { NetworkGeometry } from '@axiswise/geometry';
import type { Examples } from './examples.ts';
import { type Move, referenceClassifier, windowLength } from './reference-classifier.ts';
import type { Sample } from './sample.ts';
import { type Parts, runTrial, type TrialResult } from './trial.ts';

export interface LaboratoryOptions {
  readonly seeds: number;
  readonly seed: number;
  readonly epochs: number;
  readonly onTrial?: ((done: number, total: number) => void) | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** Rearranges all parts alike; a part's name keeps their random streams apart. */
export type Rearrange = (examples: Examples, part: keyof Parts) => Examples;

/** A move along all axes, and how its classifiers did, seed by seed. */
export interface Compared {
  readonly move: Move;
  readonly parameters: number;
  readonly results: readonly TrialResult[];
}

/** Where so much is found nothing differs any more: fewer training examples show what an axis is worth. */
const ceiling = 0.96;
const fewestForCeiling = 250;

/** Trains what is asked for on one sample, always with the same seeds and the same budget. */
export class Laboratory {
  readonly sample: Sample;
  readonly options: LaboratoryOptions;
  /** The length of a sliding filter's window along each axis. */
  readonly windows: Readonly<Record<string, number>>;
  /** The same for all classifiers and seeds. */
  readonly parts: Pick<Parts, 'choice' | 'test'>;
  readonly notes: string[] = [];
  /** As many of the sample's as are used. */
  trainExamples: number;
  readonly #answersArePlaces: boolean;
  #done = 0;
  #total = 0;

  constructor(sample: Sample, options: LaboratoryOptions) {
    this.sample = sample;
    this.options = options;
    const lengths = sample.shape.slice(0, -1);
    this.windows = Object.fromEntries(
      sample.axes.map((axis, i) => [axis, windowLength(lengths[i])]),
    );
    const positions = lengths.reduce((product, length) => product * length, 1);
    // As many answers as positions: the answer is one of them, like the next move on a board.
    this.#answersArePlaces = lengths.length > 1 && sample.classes === positions;
    this.trainExamples = sample.trainExamples;
    this.parts = { choice: this.#mark(sample.choice), test: this.#mark(sample.test) };
  }

  lengthOf(axis: string): number {
    return this.sample.shape[this.sample.axes.indexOf(axis)];
  }

  async train(seedIndex: number): Promise<Examples> {
    return this.#mark(await this.sample.train(seedIndex, this.trainExamples));
  }

  /** Halves the training examples while a first seed finds nearly everything. */
  async stayBelowCeiling(open: readonly string[]): Promise<void> {
    for (;;) {
      const half = Math.floor(this.trainExamples / 2);
      if (half < fewestForCeiling) return;
      const { results } = bestOf(await this.compareMoves(open, 1));
      const found = results[0].choiceAccuracy;
      if (found <= ceiling) return;
      const note =
        `${this.trainExamples} training examples are enough to find ${(100 * found).toFixed(1)} %, ` +
        `where little differs: ${half} instead`;
      this.notes.push(note);
      this.options.onNotice?.(note);
      this.trainExamples = half;
    }
  }

  /** From now on each classifier is reported, as one of so many for each seed. */
  announce(trialsPerSeed: number): void {
    this.#total = trialsPerSeed * this.options.seeds;
  }

  /** Every way to slide or span along the axes that are open; the others are spanned. */
  async compareMoves(open: readonly string[], seeds = this.options.seeds): Promise<Compared[]> {
    const spanAll: Move = Object.fromEntries(this.sample.axes.map((axis) => [axis, 'span']));
    const moves = open.reduce<Move[]>(
      (some, axis) => some.flatMap((move) => [{ ...move, [axis]: 'slide' as const }, move]),
      [spanAll],
    );
    const compared: Compared[] = [];
    for (const move of moves) {
      const { parameters } = this.#network(this.parts.test, move).totals;
      compared.push({ move, parameters, results: await this.trials(move, { seeds }) });
    }
    return compared;
  }

  /**
   * One classifier for each seed.
   *
   * @param options.rearrange what is done to the examples of a seed.
   * @param options.unshared an axis whose regions each learn filters of their own.
   */
  async trials(
    move: Move,
    options: {
      readonly rearrange?: (seedIndex: number) => Rearrange;
      readonly unshared?: string;
      readonly seeds?: number;
    } = {},
  ): Promise<TrialResult[]> {
    const { seeds = this.options.seeds, unshared } = options;
    const results: TrialResult[] = [];
    for (let seedIndex = 0; seedIndex < seeds; seedIndex++) {
      const rearrange = options.rearrange?.(seedIndex) ?? ((examples) => examples);
      const parts: Parts = {
        train: rearrange(await this.train(seedIndex), 'train'),
        choice: rearrange(this.parts.choice, 'choice'),
        test: rearrange(this.parts.test, 'test'),
      };
      const network = this.#network(parts.train, move, unshared);
      results.push(await this.trial(network, parts, seedIndex, this.options.epochs));
    }
    return results;
  }

  /** One classifier. */
  async trial(
    network: NetworkGeometry,
    parts: Parts,
    seedIndex: number,
    epochs: number,
  ): Promise<TrialResult> {
    const random = new Random(this.options.seed, 'diagnose', 'classifier', seedIndex);
    const result = await runTrial(network, parts, { seed: random.uint32(), epochs });
    if (this.#total > 0) this.options.onTrial?.(++this.#done, this.#total);
    return result;
  }

  #network(examples: Examples, move: Move, unshared?: string): NetworkGeometry {
    return referenceClassifier(examples, {
      move,
      windows: this.windows,
      ...(unshared !== undefined && { unshared }),
    });
  }

  #mark(examples: Examples): Examples {
    return this.#answersArePlaces ? { ...examples, answersArePlaces: true } : examples;
  }
}

/** By the examples that are there to choose by, so that what is scored is not what was chosen for. */
export function bestOf(compared: readonly Compared[]): Compared {
  const score = ({ results }: Compared): number =>
    results.reduce((sum, { choiceAccuracy }) => sum + choiceAccuracy, 0);
  return compared.reduce((best, each) => (score(each) > score(best) ? each : best));
}

export const withMove = (compared: readonly Compared[], wanted: Move): Compared =>
  compared.find(({ move }) => Object.keys(wanted).every((axis) => move[axis] === wanted[axis]))!;
