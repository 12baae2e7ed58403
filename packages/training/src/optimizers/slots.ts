import { readTensor } from '@axiswise/backend/read-tensor';
import type { NamedArray } from '@axiswise/runs';
import * as tf from '@axiswise/tensorflow';

/** A trainable array with a name that is the same in every process: `dense_1/kernel`. */
export interface Parameter {
  readonly name: string;
  readonly variable: tf.Variable;
}

/** A trainable table of which a step touches a few rows: an embedding. */
export interface Table {
  readonly name: string;
  /** Row after row; changed in place. */
  readonly values: Float32Array;
  readonly width: number;
}

/** The moments of an optimizer: zeros at first, kept from step to step. */
export class Slots {
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

  async saved(): Promise<Map<string, NamedArray>> {
    const saved = new Map([...this.#restored, ...this.#tables]);
    for (const [key, variable] of this.#variables) {
      saved.set(key, { shape: variable.shape, values: await readTensor(variable) });
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
