import { forEachBounded } from '@axiswise/files';
import { percent } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import type { Sample } from '../sampling/draw-sample.ts';
import { type Yardstick, yardstickFor } from '../evidence/yardstick.ts';
import { type Examples, labelledAxes } from '../sampling/examples.ts';
import type { Classifier } from './classifier.ts';
import { type ClassifierStore, noStore, type TrainingKey } from './classifier-store.ts';
import {
  areLabelsPositions,
  type AxisMoves,
  referenceClassifier,
  windowLength,
} from './reference-classifier.ts';
import type { ExampleSplits, TrainedClassifier, TrainingTask } from './train-classifier.ts';
import { type ClassifierTrainer, trainHere } from './training-threads.ts';
import {
  rungsOf,
  tuneClassifier,
  type TunedClassifier,
  tuningSeed,
  untunedLearningRate,
} from './tune-classifier.ts';

export interface ClassifierRunnerOptions {
  readonly seeds: number;
  readonly seed: number;
  /** Of every classifier; by default 10 for 1,000 training examples, more for fewer. */
  readonly epochs?: number | undefined;
  /** How many learning rates every classifier tries before its seeds; 0: none. By default 4. */
  readonly tune?: number | undefined;
  /** Where classifiers are trained; by default in this thread. */
  readonly trainer?: ClassifierTrainer | undefined;
  /** Where trained classifiers are kept; by default nowhere. */
  readonly store?: ClassifierStore | undefined;
  readonly onTrial?: ((done: number, total: number) => void) | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** Rearranges the examples of one split; its name keeps the random streams of splits apart. */
export type Rearrange = (examples: Examples, split: keyof ExampleSplits) => Examples;

/** A way to rearrange examples along an axis. */
export interface Arrangement {
  /** Tells it from others: `shuffled-time`. */
  readonly name: string;
  /** In words: `time shuffled`. */
  readonly words: string;
  forSeed(seedIndex: number): Rearrange;
}

/**
 * The name of the random stream of each split. Other names would draw other numbers, and change what is
 * published.
 */
export const streamOf: Readonly<Record<keyof ExampleSplits, string>> = {
  train: 'train',
  validation: 'choice',
  test: 'test',
};

/** What one classifier predicts rightly, with one seed. */
export interface ClassifierResult {
  /** Of every test example, as a share of 1: where the prediction is right or wrong, 1 or 0. */
  readonly scores: ArrayLike<number>;
  /** Infinity where training diverged. */
  readonly validationLoss: number;
}

/** The classifiers that slide and span along the same axes, one for each seed. */
export interface MeasuredClassifier {
  readonly move: AxisMoves;
  readonly parameters: number;
  readonly results: readonly ClassifierResult[];
}

/** What was found for one kind of classifier before its seeds. */
export type TunedKind = TunedClassifier & Pick<Classifier, 'name' | 'words'>;

/** With a higher accuracy classifiers hardly differ; with fewer training examples they do. */
const ceiling = 0.96;
const fewestTrainExamples = 250;
/** As many as with so many training examples are enough. */
const usualEpochs = { epochs: 10, trainExamples: 1000 };

/** Trains classifiers on one sample, all with the same seeds and the same budget. */
export class ClassifierRunner {
  readonly sample: Sample;
  readonly options: ClassifierRunnerOptions;
  /** How many learning rates are tried. */
  readonly configurations: number;
  /** The length of a sliding filter's window along each axis. */
  readonly windows: Readonly<Record<string, number>>;
  /** The same for all classifiers and seeds. */
  readonly validation: Examples;
  readonly test: Examples;
  readonly notes: string[] = [];
  readonly tuned: TunedKind[] = [];
  /** How many of the sample's training examples are used. */
  trainExamples: number;
  /** How scores are counted. */
  readonly yardstick: Yardstick;
  readonly #labelsArePositions: boolean;
  readonly #trainer: ClassifierTrainer;
  readonly #store: ClassifierStore;
  #done = 0;
  #total = 0;

  constructor(sample: Sample, options: ClassifierRunnerOptions) {
    this.sample = sample;
    this.options = options;
    this.configurations = options.tune ?? 4;
    this.#trainer = options.trainer ?? trainHere;
    this.#store = options.store ?? noStore;
    const lengths = sample.shape.slice(0, -1);
    this.windows = Object.fromEntries(
      sample.axes.map((axis, i) => [axis, windowLength(lengths[i])]),
    );
    this.#labelsArePositions =
      !sample.test.targets && areLabelsPositions(sample.shape, sample.classes);
    this.trainExamples = sample.trainExamples;
    this.validation = this.#describeLabels(sample.validation);
    this.test = this.#describeLabels(sample.test);
    this.yardstick = yardstickFor(this.test, this.validation);
  }

  /**
   * Fewer examples give fewer updates in an epoch. As in `compare`, the number of epochs rises by the square
   * root of how much fewer they are: as many epochs would leave classifiers untrained, as many updates would
   * fit noise.
   */
  get epochs(): number {
    const fewer = Math.sqrt(usualEpochs.trainExamples / this.trainExamples);
    return this.options.epochs ?? Math.round(usualEpochs.epochs * Math.max(1, fewer));
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
    if (this.test.targets) return;
    for (;;) {
      const half = Math.floor(this.trainExamples / 2);
      if (half < fewestTrainExamples) return;
      const accuracies: number[] = [];
      const classifiers = this.allMoves(axes);
      await forEachBounded(classifiers, this.#trainer.atOnce, async (each, i) => {
        const { validation } = await this.#trainSeed(each, 0, untunedLearningRate);
        accuracies[i] = validation?.accuracy ?? 0;
      });
      const accuracy = Math.max(...accuracies);
      if (accuracy <= ceiling) return;
      const note =
        `with ${this.trainExamples} training examples ${percent(accuracy, 1)} are predicted ` +
        `rightly, where classifiers hardly differ; ${half} are used instead`;
      this.notes.push(note);
      this.options.onNotice?.(note);
      this.trainExamples = half;
    }
  }

  /**
   * Reports each training to `onTrial` from now on.
   *
   * @param kinds how many kinds of classifier there will be, and how many of them are tuned.
   */
  startProgress(kinds: { readonly trained: number; readonly tuned: number }): void {
    const trials =
      this.configurations === 0
        ? 0
        : rungsOf(this.configurations, this.epochs).reduce((sum, rung) => sum + rung.trials, 0);
    this.#total = kinds.trained * this.options.seeds + kinds.tuned * trials;
  }

  /** Every way to slide or span along these axes; the others are spanned, but those whose positions have labels. */
  allMoves(axes: readonly string[]): Classifier[] {
    const labelled = labelledAxes(this.test);
    const spanAll: AxisMoves = Object.fromEntries(
      this.sample.axes.map((axis) => [axis, labelled.includes(axis) ? 'slide' : 'span']),
    );
    return axes
      .reduce<AxisMoves[]>(
        (some, axis) => some.flatMap((move) => [{ ...move, [axis]: 'slide' as const }, move]),
        [spanAll],
      )
      .map((move) => this.classifier(move));
  }

  async measureAllMoves(axes: readonly string[]): Promise<MeasuredClassifier[]> {
    const measured: MeasuredClassifier[] = [];
    for (const classifier of this.allMoves(axes)) {
      const { design } = classifier;
      const { parameters } = referenceClassifier(this.test, design).totals;
      measured.push({ move: design.move, parameters, results: await this.results(classifier) });
    }
    return measured;
  }

  /**
   * A kind of classifier.
   *
   * @param options.arrangement how its examples are rearranged.
   * @param options.unshared an axis whose regions each learn filters of their own.
   */
  classifier(
    move: AxisMoves,
    options: { readonly arrangement?: Arrangement; readonly unshared?: string } = {},
  ): Classifier {
    const { arrangement, unshared } = options;
    const moves = this.sample.axes.map((axis) => [move[axis], axis] as const);
    const rearranged = (name: string | undefined): string => (name === undefined ? '' : `-${name}`);
    return {
      name:
        moves.map((each) => each.join('-')).join('-') +
        (unshared === undefined ? '' : `-unshared-${unshared}`) +
        rearranged(arrangement?.name),
      words: [
        ...moves.map((each) => each.join(' ')),
        ...(unshared === undefined ? [] : [`${unshared} unshared`]),
        ...(arrangement ? [arrangement.words] : []),
      ].join(', '),
      design: { move, windows: this.windows, ...(unshared !== undefined && { unshared }) },
      epochs: this.epochs,
      // It is the same network. With another rate, other seeds would do well, and pairing by seed would be lost.
      ...(arrangement && {
        tunedAs: this.classifier(move, unshared === undefined ? {} : { unshared }),
      }),
      splits: async (seedIndex) => {
        const rearrange = arrangement?.forSeed(seedIndex) ?? ((examples) => examples);
        return {
          train: rearrange(await this.trainingExamples(seedIndex), 'train'),
          validation: rearrange(this.validation, 'validation'),
          test: rearrange(this.test, 'test'),
        };
      },
    };
  }

  /** Tunes a kind of classifier, trains it with each seed, and scores every test example. */
  async results(classifier: Classifier): Promise<ClassifierResult[]> {
    const learningRate = await this.#learningRateOf(classifier);
    const results: ClassifierResult[] = [];
    const diverged: number[] = [];
    const seeds = Array.from({ length: this.options.seeds }, (_, seedIndex) => seedIndex);
    await forEachBounded(seeds, this.#trainer.atOnce, async (seedIndex) => {
      const { scores, validation } = await this.#trainSeed(classifier, seedIndex, learningRate);
      const { test } = await classifier.splits(seedIndex);
      // Patches are told apart by class, whatever the task.
      const sharesOf = test.targets ? this.yardstick.sharesOf : (all: ArrayLike<number>) => all;
      results[seedIndex] = {
        scores: scores ? sharesOf(scores) : new Uint8Array(test.labels.length),
        validationLoss: validation?.loss ?? Infinity,
      };
      if (validation === null) diverged.push(seedIndex);
      this.#countTraining();
    });
    if (diverged.length > 0) {
      this.notes.push(
        `the classifier "${classifier.words}" diverged with a learning rate of ${learningRate} in ` +
          `${diverged.length} of ${seeds.length} seeds; there it counts as wrong on every example`,
      );
    }
    return results;
  }

  async #learningRateOf(classifier: Classifier): Promise<number> {
    const { name, words, epochs, tunedAs } = classifier;
    if (this.configurations === 0) return untunedLearningRate;
    if (tunedAs) return this.#learningRateOf(tunedAs);
    const known = this.tuned.find((each) => each.name === name);
    if (known) return known.learningRate;
    const found = await tuneClassifier(this.configurations, epochs, async (tried, untilEpoch) => {
      const losses: (number | 'diverged')[] = [];
      await forEachBounded(tried, this.#trainer.atOnce, async ({ learningRate }, i) => {
        const options = { untilEpoch, isScored: false };
        const { validation } = await this.#train(
          classifier,
          tuningSeed,
          Number(learningRate),
          options,
        );
        losses[i] = validation?.loss ?? 'diverged';
        this.#countTraining();
      });
      return losses;
    });
    this.tuned.push({ name, words, ...found });
    return found.learningRate;
  }

  #countTraining(): void {
    if (this.#total === 0) return;
    this.options.onTrial?.(++this.#done, Math.max(this.#done, this.#total));
  }

  #trainSeed(
    classifier: Classifier,
    seedIndex: number,
    learningRate: number,
  ): Promise<TrainedClassifier> {
    return this.#train(classifier, seedIndex, learningRate, { isScored: true });
  }

  /** Reads what was trained before, or trains and keeps it. */
  async #train(
    classifier: Classifier,
    seedIndex: number,
    learningRate: number,
    { untilEpoch, isScored }: { readonly untilEpoch?: number; readonly isScored: boolean },
  ): Promise<TrainedClassifier> {
    const { name, design, epochs } = classifier;
    const random = new Random(this.options.seed, 'diagnose', 'classifier', seedIndex);
    const how = {
      seed: random.uint32(),
      learningRate,
      epochs,
      ...(untilEpoch !== undefined && untilEpoch < epochs && { untilEpoch }),
    };
    const key: TrainingKey = { ...how, trainExamples: this.trainExamples };
    const kept = await this.#store.read(name, key);
    if (kept) return kept;
    const { test, ...splits } = await classifier.splits(seedIndex);
    const task: TrainingTask = { ...how, design, ...splits, ...(isScored && { test }) };
    const trained = await this.#trainer.train(task);
    await this.#store.write(name, key, trained);
    return trained;
  }

  #describeLabels(examples: Examples): Examples {
    return this.#labelsArePositions ? { ...examples, labelsArePositions: true } : examples;
  }
}

/**
 * The classifier with the lowest validation loss: no test example decides which it is. The loss chose the epochs and
 * the learning rates already. It tells apart what is right equally often, by how sure it is; on a few hundred
 * validation examples accuracies of classifiers that differ by a point or two are a toss-up.
 */
export function bestOf(measured: readonly MeasuredClassifier[]): MeasuredClassifier {
  const sum = ({ results }: MeasuredClassifier): number =>
    results.reduce((total, { validationLoss }) => total + validationLoss, 0);
  return measured.reduce((best, each) => (sum(each) < sum(best) ? each : best));
}

export const findByMove = (
  measured: readonly MeasuredClassifier[],
  wanted: AxisMoves,
): MeasuredClassifier =>
  measured.find(({ move }) => Object.keys(wanted).every((axis) => move[axis] === wanted[axis]))!;
