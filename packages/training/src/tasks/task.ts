import type { Split, TargetForm } from '@axiswise/data';
import type { LayerSpec } from '@axiswise/geometry';
import type * as tf from '@axiswise/tensorflow';
import type { LossKind } from '../losses/loss-kind.ts';
import type { MetricKind } from '../metrics/metric-kind.ts';
import type { Settings } from '../kinds/settings.ts';
import type { ModelOutputs } from './model-outputs.ts';
import type { TaskFigure } from './task-figures.ts';

/** What the last activation of a network is: behind the outputs that a loss is computed from. */
export type OutputActivation = 'softmax' | 'sigmoid' | 'linear';

/** What decides the form of outputs and targets: known before any example is read. */
export interface TaskForm {
  /** The names of the classes; empty where there are none. */
  readonly classes: readonly string[];
  /** What the data's targets are, where they are no classes. */
  readonly targets?: TargetForm | undefined;
}

/**
 * What a task has to know of the training examples, as plain data: it goes into the run record and to the
 * threads that train. By names, each some numbers: `{ mean: [3.1], standardDeviation: [0.4] }`.
 */
export type TaskFacts = Readonly<Record<string, readonly number[]>>;

/**
 * One kind of task: all that is to be known of what a network is to predict. Networks, losses, metrics,
 * statistics, what commands print and what runs record follow from it. An experiment declares its own under
 * `tasks`; data says by {@link TargetForm.task} which one it is for.
 */
export interface TaskKind {
  /** One line for lists. */
  readonly describe: string;
  /** The name of the loss where none is chosen. */
  readonly loss: string;
  /** What is measured, by name. `loss` is one of them, the same whatever is trained, so that runs compare. */
  readonly metrics: Readonly<Record<string, MetricKind>>;
  /** The name of the metric that is read first: `accuracy`. */
  readonly headline: string;
  readonly activation: OutputActivation;
  /** Whether the metric `loss` is the {@link loss} with its default settings, so that training's own is it. */
  readonly trainsOnLoss: boolean;
  /** How many numbers are the target of an example, and the output of a network for one. */
  sizes(form: TaskForm): { readonly target: number; readonly output: number };
  /**
   * The layers that a network ends with.
   *
   * @param axes of the network's features, in order: those of the data, and what an embedding adds.
   */
  head(form: TaskForm, axes: readonly string[]): readonly LayerSpec[];
  /**
   * Looks at the training examples.
   *
   * @throws InputError where the examples do not fit the task.
   */
  learn(
    train: Split,
    of: {
      readonly form: TaskForm;
      /** As the configuration says it. */
      readonly classWeights?: ClassWeights | undefined;
    },
  ): TaskFacts;
  /** The targets of some examples as the loss takes them. */
  tensor(of: {
    readonly tf: typeof tf;
    /** `examples × target size`. */
    readonly targets: Float32Array;
    readonly form: TaskForm;
    readonly facts: TaskFacts;
  }): tf.Tensor;
  /**
   * By how much some examples count in the mean of a batch; by default each by 1. A batch that is divided
   * between threads has the mean of its parts with these weights.
   */
  weight?(targets: Float32Array, facts: TaskFacts): number;
  /**
   * What outputs say: probabilities, or numbers in the unit of the targets. Writes as many numbers as there are
   * outputs.
   */
  predict(outputs: Float32Array, to: Float32Array, of: TaskOf): void;
  /**
   * What is kept of the outputs for test examples, where {@link TestOutcome.predictions} would be too many numbers:
   * as many as there are targets, such as the predicted class of each position. By default {@link predict}.
   */
  decide?(outputs: Float32Array, to: Float32Array, of: TaskOf): void;
  /**
   * What the outputs have to be multiplied by, and what has to be added, to be predictions: a model that is
   * saved does it itself. Absent: the activation is all there is.
   */
  rescaled?(facts: TaskFacts): {
    readonly scale: readonly number[];
    readonly offset: readonly number[];
  };
  /** How the outputs of a saved model are read: they are what {@link predict} writes. */
  outputs(form: TaskForm, facts: TaskFacts): ModelOutputs;
  /** The prediction for one example as JSON: `{ label: 'seven', probability: 0.98 }`. */
  prediction(predictions: Float32Array, form: TaskForm): Readonly<Record<string, unknown>>;
  /**
   * The probability of each class or label, where classes or labels are predicted; absent where they are not, or each
   * position of an example has its own.
   */
  probabilities?(predictions: Float32Array, form: TaskForm): readonly ClassProbability[];
  /** The same as people read it in a table. */
  cells(predictions: Float32Array, form: TaskForm): readonly PredictionCell[];
  /** The same in a few words, below a drawing: `seven (98 %)`. */
  inWords(predictions: Float32Array, form: TaskForm): string;
  /** What is right for one example, in the same words: `seven`, `12.3°`. */
  targetInWords(targets: Float32Array, form: TaskForm): string;
  /**
   * The outputs that a prediction for one example rests on, by their places along the last axis: the predicted class,
   * the labels that are there. What maps of importance are drawn of unless a call names others.
   */
  predictedOutputs(predictions: Float32Array, form: TaskForm): readonly number[];
  /**
   * Changes the target of an example whose input is moved along an axis, in place, as the input is: false where
   * nothing of it is left. By default it stays as it is: what is shifted is the same.
   */
  move?(target: Float32Array, by: Movement, form: TaskForm): boolean;
  /** Charts of how a test went; none by default. */
  figures?(test: TestOutcome, form: TaskForm): readonly TaskFigure[];
  /** The score of each example, which statistics pair: the one by which strategies are compared. */
  readonly score: ExampleScore;
  /** Further scores of each example by the name of a metric; see {@link ExampleScore.of}. */
  scores(form: TaskForm): Readonly<Record<string, ExampleScore>>;
  /** What is best predicted without looking at an example. A network that learned something is better. */
  readonly constant: ConstantPrediction;
  /** What is said of a test besides the metrics. */
  report?(test: TestOutcome, form: TaskForm): TestReport;
}

/** How probable a class or a label is for an example. */
export interface ClassProbability {
  readonly label: string;
  readonly probability: number;
}

/** How an input is moved. */
export interface Movement {
  readonly axis: string;
  /** Positions towards the end of the axis; negative: towards its beginning. */
  readonly shift: number;
  /** Whether what goes out at one end comes in at the other. */
  readonly wraps: boolean;
}

/** A part of a prediction in a table. */
export interface PredictionCell {
  readonly title: string;
  readonly align?: 'right';
  readonly text: string;
}

/** A task on some data. */
export interface TaskOf {
  readonly form: TaskForm;
  readonly facts: TaskFacts;
  readonly outputSize: number;
}

/** How each class counts: by a number for some of them, by default 1, or so that all classes count alike. */
export type ClassWeights = 'balanced' | Readonly<Record<string, number>>;

/** How well one example is predicted. */
export interface ExampleScore {
  /** What its mean is called in print: `accuracy`. */
  readonly describe: string;
  readonly better: 'higher' | 'lower';
  /** Where it is 1 for right and 0 for wrong, so that its mean is a share of the examples; by default it is not. */
  readonly isRightOrWrong?: true;
  /** The least and the largest that its mean can be: `[0, 1]`, `[0, Infinity]`. */
  readonly range: readonly [number, number];
  /** Where it has the unit of the targets, or its square; by default it has none. */
  readonly unit?: 'target' | 'squared';
  /**
   * Of each example. Their mean is the metric. Where the metric is no mean over examples (a root, a ratio), a
   * score is the metric plus the influence of the example on it, as in `metricScores` of `@axiswise/statistics`.
   */
  of(test: TestOutcome, form: TaskForm): Float64Array;
}

/** The same for every example: the majority class, the mean of the targets. */
export interface ConstantPrediction {
  /** Whose score it is, in print: `that of always predicting the mean of the training targets`. */
  readonly describe: string;
  /** What a network would have as its outputs for one example. */
  outputs(train: Split, of: TaskOf): Float32Array;
}

/** What a network says to test examples. */
export interface TestOutcome {
  /** `examples × target size`. */
  readonly targets: Float32Array;
  /** `examples × output size`, of {@link TaskKind.predict}; `examples × target size` of {@link TaskKind.decide}. */
  readonly predictions: Float32Array;
}

/** How well a test went, in figures that no batch alone has. */
export interface TestReport {
  /** More metrics by name. */
  readonly metrics: Readonly<Record<string, number>>;
  /** `confusion[label][predicted]`: counts; null where there are too many classes to look at. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** Precision, recall and F1 of every class; absent where there are none. */
  readonly perClass?: readonly PerClass[];
}

/** How well one class of a run is predicted, as `ClassScore` of `@axiswise/statistics`. */
export interface PerClass {
  readonly class: string;
  readonly examples: number;
  readonly predicted: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** What decides a task, as plain data: it goes into the run record and to the threads that train. */
export interface TaskRecord {
  /** The name of its kind. */
  readonly kind: string;
  readonly targets?: TargetForm | undefined;
  readonly facts?: TaskFacts | undefined;
}

/** A task on some data, ready to train and to score. */
export class Task {
  readonly kind: TaskKind;
  readonly form: TaskForm;
  readonly targetSize: number;
  readonly outputSize: number;
  readonly #facts: TaskFacts;
  readonly #loss: LossKind;
  readonly #settings: Settings;
  /** Whether training makes small just what the metric `loss` measures. */
  readonly reportsLoss: boolean;

  /** @param options.loss with all of its settings. */
  constructor(options: {
    readonly kind: TaskKind;
    readonly form: TaskForm;
    readonly facts?: TaskFacts | undefined;
    readonly loss: LossKind;
    readonly settings: Settings;
    readonly reportsLoss: boolean;
  }) {
    const { kind, form, facts = {}, loss, settings, reportsLoss } = options;
    this.kind = kind;
    this.form = form;
    this.#facts = facts;
    this.#loss = loss;
    this.#settings = settings;
    this.reportsLoss = reportsLoss;
    const { target, output } = kind.sizes(form);
    this.targetSize = target;
    this.outputSize = output;
  }

  /**
   * The mean loss of some examples, as a scalar; to be called within `tf.tidy`.
   *
   * @param targets as {@link targets} makes them.
   */
  loss(engine: typeof tf, outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar {
    return this.#loss.loss({
      tf: engine,
      outputs,
      targets,
      settings: this.#settings as Readonly<Record<string, number>>,
      classWeights: this.#facts['classWeights'],
    }) as tf.Scalar;
  }

  /** The targets of some examples as a tensor. */
  targets(engine: typeof tf, targets: Float32Array): tf.Tensor {
    return this.kind.tensor({ tf: engine, targets, form: this.form, facts: this.#facts });
  }

  /** See {@link TaskKind.rescaled}. */
  get rescaled(): ReturnType<NonNullable<TaskKind['rescaled']>> | undefined {
    return this.kind.rescaled?.(this.#facts);
  }

  /** See {@link TaskKind.outputs}. */
  get modelOutputs(): ModelOutputs {
    return this.kind.outputs(this.form, this.#facts);
  }

  /** By how much some examples count in the mean of a batch. */
  weight(targets: Float32Array): number {
    return this.kind.weight?.(targets, this.#facts) ?? targets.length / this.targetSize;
  }

  /** What outputs say: as many numbers, `examples × output size`. */
  predict(
    outputs: Float32Array,
    to: Float32Array = new Float32Array(outputs.length),
  ): Float32Array {
    const { form, outputSize } = this;
    this.kind.predict(outputs, to, { form, facts: this.#facts, outputSize });
    return to;
  }

  /** How many numbers are kept of the outputs for a test example; see {@link outcome}. */
  get outcomeSize(): number {
    return this.kind.decide ? this.targetSize : this.outputSize;
  }

  /** What is kept of outputs for statistics: `examples ×` {@link outcomeSize}; see {@link TaskKind.decide}. */
  outcome(
    outputs: Float32Array,
    to: Float32Array = new Float32Array((outputs.length / this.outputSize) * this.outcomeSize),
  ): Float32Array {
    const { kind, form, outputSize } = this;
    if (!kind.decide) return this.predict(outputs, to);
    kind.decide(outputs, to, { form, facts: this.#facts, outputSize });
    return to;
  }

  /** The outputs of {@link TaskKind.constant} for so many examples. */
  constantOutputs(train: Split, examples: number): Float32Array {
    const { form, outputSize } = this;
    const one = this.kind.constant.outputs(train, { form, facts: this.#facts, outputSize });
    const all = new Float32Array(examples * outputSize);
    for (let i = 0; i < examples; i++) all.set(one, i * outputSize);
    return all;
  }
}
