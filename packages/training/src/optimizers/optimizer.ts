import { readTensor } from '@axiswise/backend/read-tensor';
import { loadedKernels } from '@axiswise/backend/loaded-kernels';
import type { NamedArray } from '@axiswise/runs';
import * as tf from '@axiswise/tensorflow';
import { type OptimizerConfig, type OptimizerKind, optimizerSettings } from './optimizer-kind.ts';
import { type Parameter, Slots, type Table } from './slots.ts';

/** The gradients of the rows of a table that a step touched. */
export interface RowGradients {
  readonly rows: Int32Array;
  /** `rows × width`. */
  readonly gradients: Float32Array;
}

/** When an update happens. */
export interface UpdateTime {
  readonly learningRate: number;
  /** In place of the momentum that is configured, where a schedule says so. */
  readonly momentum?: number | undefined;
  /** Counted from 1. */
  readonly step: number;
}

/**
 * Changes parameters by their gradients, as its kind says, and keeps the kind's moments.
 *
 * Ours instead of `tf.train`'s because a resumed run must be bit for bit the uninterrupted one:
 * `tf.train.adam` rounds its running powers differently once it is restored, and `adamax` cannot be
 * saved at all. Everything an update depends on is in what is {@link Optimizer.saved} and the step's
 * number.
 */
export class Optimizer {
  readonly #kind: OptimizerKind;
  readonly #settings: Readonly<Record<string, number>>;
  readonly #slots = new Slots();

  /** @throws InputError where the configuration does not fit the kind. */
  constructor(kind: OptimizerKind, config: OptimizerConfig) {
    this.#kind = kind;
    this.#settings = optimizerSettings(kind, config);
  }

  /** One step on whole parameters. */
  apply(parameters: readonly Parameter[], gradients: readonly tf.Tensor[], time: UpdateTime): void {
    parameters.forEach((parameter, i) => {
      tf.tidy(() =>
        this.#kind.update({
          tf,
          variable: parameter.variable,
          gradient: gradients[i],
          slot: (name) => this.#slots.of(parameter, name),
          ...this.#at(time),
        }),
      );
    });
  }

  #at({ learningRate, step, momentum }: UpdateTime) {
    const name = this.#kind.momentum;
    const settings =
      name !== undefined && momentum !== undefined
        ? { ...this.#settings, [name]: momentum }
        : this.#settings;
    return { settings, learningRate, step };
  }

  /**
   * One step on the rows of a table that it touched.
   *
   * Adadelta and SGD without momentum do what a step on the whole table with zeros for the other rows
   * would do. With momentum, and with Adam, a row's moments stand still while its token does not come
   * (as in PyTorch's SparseAdam).
   */
  async applyToRows(table: Table, touched: RowGradients, time: UpdateTime): Promise<void> {
    if (this.#kind.updateRows) this.#applyRowByRow(table, touched, time);
    else await this.#applyToRowsAtOnce(table, touched, time);
  }

  #applyRowByRow(table: Table, { rows, gradients }: RowGradients, time: UpdateTime): void {
    const { width, values } = table;
    const lastStep = this.#slots.ofRows(table, 'last_step', 1);
    this.#kind.updateRows!({
      values,
      width,
      rows,
      gradients,
      slot: (name) => this.#slots.ofRows(table, name, width),
      ...this.#at(time),
      missed: rows.map((row) => time.step - 1 - lastStep[row]),
      kernels: loadedKernels(),
    });
    for (const row of rows) lastStep[row] = time.step;
  }

  /** The touched rows, and their moments, as variables of `[rows, width]` that the kind updates. */
  async #applyToRowsAtOnce(
    table: Table,
    { rows, gradients }: RowGradients,
    time: UpdateTime,
  ): Promise<void> {
    const { width } = table;
    const copies: { readonly values: Float32Array; readonly variable: tf.Variable }[] = [];
    const copyRows = (values: Float32Array): tf.Variable => {
      const copied = new Float32Array(rows.length * width);
      rows.forEach((row, i) =>
        copied.set(values.subarray(row * width, (row + 1) * width), i * width),
      );
      const variable = tf.tidy(() => tf.variable(tf.tensor2d(copied, [rows.length, width]), false));
      copies.push({ values, variable });
      return variable;
    };
    const moments = new Map<string, tf.Variable>();
    tf.tidy(() =>
      this.#kind.update({
        tf,
        variable: copyRows(table.values),
        gradient: tf.tensor2d(gradients, [rows.length, width]),
        slot: (name) => {
          const moment = moments.get(name) ?? copyRows(this.#slots.ofRows(table, name, width));
          moments.set(name, moment);
          return moment;
        },
        ...this.#at(time),
      }),
    );
    for (const { values, variable } of copies) {
      const changed = await readTensor(variable);
      rows.forEach((row, i) =>
        values.set(changed.subarray(i * width, (i + 1) * width), row * width),
      );
      variable.dispose();
    }
  }

  /** The moments kept for each parameter, created with the first step: `dense_1/kernel/m`. */
  saved(): Promise<Map<string, NamedArray>> {
    return this.#slots.saved();
  }

  /** Puts saved moments in place of the present ones. */
  restore(saved: ReadonlyMap<string, NamedArray>): void {
    this.#slots.restore(saved);
  }

  dispose(): void {
    this.#slots.dispose();
  }
}
