import { percent } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import type { NetworkGeometry } from '@axiswise/geometry';
import type { Sample } from '../sampling/draw-sample.ts';
import type { Examples } from '../sampling/examples.ts';
import { type AxisMoves, referenceClassifier, windowLength } from './reference-classifier.ts';
import { type ClassifierResult, type ExampleSplits, trainClassifier } from './train-classifier.ts';

export interface ClassifierRunnerOptions {
  readonly seeds: number;
  readonly seed: number;
  readonly epochs: number;
  readonly onTrial?: ((done: number, total: number) => void) | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** Rearranges the examples of one split; its name keeps the random streams of splits apart. */
export type Rearrange = (examples: Examples, split: keyof ExampleSplits) => Examples;

/**
 * The name of the random stream of each split. Other names would draw other numbers, and change what is
 * published.
 */
export const streamOf: Readonly<Record<keyof ExampleSplits, string>> = {
  train: 'train',
  validation: 'choice',
  test: 'test',
};

/** The classifiers that slide and span along the same axes, one for each seed. */
export interface MeasuredClassifier {
  readonly move: AxisMoves;
  readonly parameters: number;
  readonly results: readonly ClassifierResult[];
}

/** With a higher accuracy classifiers hardly differ; with fewer training examples they do. */
const ceiling = 0.96;
const fewestTrainExamples = 250;

/** Trains classifiers on one sample, all with the same seeds and the same budget. */
export class ClassifierRunner {
  readonly sample: Sample;
  readonly options: ClassifierRunnerOptions;
  /** The length of a sliding filter's window along each axis. */
  readonly windows: Readonly<Record<string, number>>;
  /** The same for all classifiers and seeds. */
  readonly validation: Examples;
  readonly test: Examples;
  readonly notes: string[] = [];
  /** How many of the sample's training examples are used. */
  trainExamples: number;
  readonly #labelsArePositions: boolean;
  #done = 0;
  #total = 0;

  constructor(sample: Sample, options: ClassifierRunnerOptions) {
    this.sample = sample;
    this.options = options;
    const lengths = sample.shape.slice(0, -1);
    this.windows = Object.fromEntries(
      sample.axes.map((axis, i) => [axis, windowLength(lengths[i])]),
    );
    const positions = lengths.reduce((product, length) => product * length, 1);
    // As many classes as positions: the label is one of them, like the next move on a board.
    this.#labelsArePositions = lengths.length > 1 && sample.classes === positions;
    this.trainExamples = sample.trainExamples;
    this.validation = this.#describeLabels(sample.validation);
    this.test = this.#describeLabels(sample.test);
  }

  lengthOf(axis: string): number {
    return this.sample.shape[this.sample.axes.indexOf(axis)];
  }

  /** The training examples of one seed. */
  async trainingExamples(seedIndex: number): Promise<Examples> {
    return this.#describeLabels(await this.sample.train(seedIndex, this.trainExamples));
  }

  /** Halves the training set while the best classifier of the first seed predicts nearly everything rightly. */
  async reduceTrainingSet(axes: readonly string[]): Promise<void> {
    for (;;) {
      const half = Math.floor(this.trainExamples / 2);
      if (half < fewestTrainExamples) return;
      const { results } = bestOf(await this.trainAllMoves(axes, 1));
      const accuracy = results[0].validationAccuracy;
      if (accuracy <= ceiling) return;
      const note =
        `with ${this.trainExamples} training examples ${percent(accuracy, 1)} are predicted ` +
        `rightly, where classifiers hardly differ; ${half} are used instead`;
      this.notes.push(note);
      this.options.onNotice?.(note);
      this.trainExamples = half;
    }
  }

  /** Reports each classifier to `onTrial` from now on, as one of so many for each seed. */
  startProgress(classifiersPerSeed: number): void {
    this.#total = classifiersPerSeed * this.options.seeds;
  }

  /** Trains every way to slide or span along these axes; the others are spanned. */
  async trainAllMoves(
    axes: readonly string[],
    seeds = this.options.seeds,
  ): Promise<MeasuredClassifier[]> {
    const spanAll: AxisMoves = Object.fromEntries(this.sample.axes.map((axis) => [axis, 'span']));
    const moves = axes.reduce<AxisMoves[]>(
      (some, axis) => some.flatMap((move) => [{ ...move, [axis]: 'slide' as const }, move]),
      [spanAll],
    );
    const measured: MeasuredClassifier[] = [];
    for (const move of moves) {
      const { parameters } = this.#network(this.test, move).totals;
      measured.push({ move, parameters, results: await this.trainEachSeed(move, { seeds }) });
    }
    return measured;
  }

  /**
   * Trains one classifier for each seed.
   *
   * @param options.rearrange how the examples of a seed are rearranged.
   * @param options.unshared an axis whose regions each learn filters of their own.
   */
  async trainEachSeed(
    move: AxisMoves,
    options: {
      readonly rearrange?: (seedIndex: number) => Rearrange;
      readonly unshared?: string;
      readonly seeds?: number;
    } = {},
  ): Promise<ClassifierResult[]> {
    const { seeds = this.options.seeds, unshared } = options;
    const results: ClassifierResult[] = [];
    for (let seedIndex = 0; seedIndex < seeds; seedIndex++) {
      const rearrange = options.rearrange?.(seedIndex) ?? ((examples) => examples);
      const splits: ExampleSplits = {
        train: rearrange(await this.trainingExamples(seedIndex), 'train'),
        validation: rearrange(this.validation, 'validation'),
        test: rearrange(this.test, 'test'),
      };
      const network = this.#network(splits.train, move, unshared);
      results.push(await this.trainOne(network, splits, seedIndex, this.options.epochs));
    }
    return results;
  }

  async trainOne(
    network: NetworkGeometry,
    splits: ExampleSplits,
    seedIndex: number,
    epochs: number,
  ): Promise<ClassifierResult> {
    const random = new Random(this.options.seed, 'diagnose', 'classifier', seedIndex);
    const result = await trainClassifier(network, splits, { seed: random.uint32(), epochs });
    if (this.#total > 0) this.options.onTrial?.(++this.#done, this.#total);
    return result;
  }

  #network(examples: Examples, move: AxisMoves, unshared?: string): NetworkGeometry {
    return referenceClassifier(examples, {
      move,
      windows: this.windows,
      ...(unshared !== undefined && { unshared }),
    });
  }

  #describeLabels(examples: Examples): Examples {
    return this.#labelsArePositions ? { ...examples, labelsArePositions: true } : examples;
  }
}

/** The classifier with the highest validation accuracy, so that no test example decides which it is. */
export function bestOf(measured: readonly MeasuredClassifier[]): MeasuredClassifier {
  const sum = ({ results }: MeasuredClassifier): number =>
    results.reduce((total, { validationAccuracy }) => total + validationAccuracy, 0);
  return measured.reduce((best, each) => (sum(each) > sum(best) ? each : best));
}

export const findByMove = (
  measured: readonly MeasuredClassifier[],
  wanted: AxisMoves,
): MeasuredClassifier =>
  measured.find(({ move }) => Object.keys(wanted).every((axis) => move[axis] === wanted[axis]))!;
