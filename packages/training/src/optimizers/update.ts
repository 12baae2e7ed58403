import * as tf from '@tensorflow/tfjs';
import type { NamedArray } from '@axiswise/runs';
import type { Optimizer, Parameter, Table } from './optimizer.ts';

/** A kernel is decayed; a bias, a vector, is not. */
export const isKernel = (variable: tf.Variable): boolean => variable.rank > 1;

/** What one parameter's update is computed from. */
export interface Update {
  readonly variable: tf.Variable;
  readonly gradient: tf.Tensor;
  /** The parameter's moment of this name. */
  readonly slot: (name: string) => tf.Variable;
  readonly learningRate: number;
  /** Counted from 1. */
  readonly step: number;
}

/** What the update of one row of a table is computed from; arrays are changed in place. */
export interface RowUpdate {
  readonly row: Float32Array;
  readonly gradient: Float32Array;
  /** The row's moment of this name. */
  readonly slot: (name: string) => Float32Array;
  readonly learningRate: number;
  readonly step: number;
  /** Steps since the row's last one in which it had no gradient. */
  readonly missed: number;
}

/** An optimizer from what it does to one parameter, and to one row of a table. */
export function updatingEach(
  update: (of: Update) => void,
  updateRow: (of: RowUpdate) => void,
): Optimizer {
  const slots = new Slots();
  return {
    apply(parameters, gradients, learningRate, step) {
      parameters.forEach((parameter, i) => {
        tf.tidy(() =>
          update({
            variable: parameter.variable,
            gradient: gradients[i],
            slot: (name) => slots.of(parameter, name),
            learningRate,
            step,
          }),
        );
      });
    },
    applyToRows(table, { rows, gradients }, learningRate, step) {
      const { width, values } = table;
      const lastStep = slots.ofRows(table, 'last_step', 1);
      rows.forEach((row, i) => {
        const of = (array: Float32Array, at: number): Float32Array =>
          array.subarray(at * width, (at + 1) * width);
        updateRow({
          row: of(values, row),
          gradient: of(gradients, i),
          slot: (name) => of(slots.ofRows(table, name, width), row),
          learningRate,
          step,
          missed: step - 1 - lastStep[row],
        });
        lastStep[row] = step;
      });
    },
    saved: () => slots.saved(),
    restore: (saved) => slots.restore(saved),
    dispose: () => slots.dispose(),
  };
}

/** The moments of an optimizer: zeros at first, kept from step to step. */
class Slots {
  readonly #variables = new Map<string, tf.Variable>();
  readonly #tables = new Map<string, NamedArray>();
  /** What a checkpoint brought, until it is known whether a variable or a table asks for it. */
  #restored = new Map<string, NamedArray>();

  of({ name, variable }: Parameter, slot: string): tf.Variable {
    const key = `${name}/${slot}`;
    let moment = this.#variables.get(key);
    if (!moment) {
      const saved = this.#take(key);
      moment = tf.tidy(() =>
        tf.variable(
          saved ? tf.tensor(saved.values, [...saved.shape]) : tf.zerosLike(variable),
          false,
        ),
      );
      this.#variables.set(key, moment);
    }
    return moment;
  }

  ofRows({ name, values, width }: Table, slot: string, slotWidth: number): Float32Array {
    const key = `${name}/${slot}`;
    let moment = this.#tables.get(key);
    if (!moment) {
      const rows = values.length / width;
      moment = this.#take(key) ?? {
        shape: [rows, slotWidth],
        values: new Float32Array(rows * slotWidth),
      };
      this.#tables.set(key, moment);
    }
    return moment.values;
  }

  saved(): Map<string, NamedArray> {
    const saved = new Map([...this.#restored, ...this.#tables]);
    for (const [key, variable] of this.#variables) {
      saved.set(key, { shape: variable.shape, values: variable.dataSync<'float32'>() });
    }
    return saved;
  }

  restore(saved: ReadonlyMap<string, NamedArray>): void {
    this.dispose();
    this.#restored = new Map(saved);
  }

  dispose(): void {
    for (const variable of this.#variables.values()) variable.dispose();
    this.#variables.clear();
    this.#tables.clear();
    this.#restored.clear();
  }

  #take(key: string): NamedArray | undefined {
    const saved = this.#restored.get(key);
    this.#restored.delete(key);
    return saved;
  }
}
