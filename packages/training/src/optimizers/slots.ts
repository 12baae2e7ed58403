import * as tf from '@tensorflow/tfjs';
import type { Parameter } from './optimizer.ts';

/** The moments of an optimizer: one zero-initialised variable a name, kept from step to step. */
export class Slots {
  readonly variables = new Map<string, tf.Variable>();

  of({ name, variable }: Parameter, slot: string): tf.Variable {
    const key = `${name}/${slot}`;
    let moment = this.variables.get(key);
    if (!moment) {
      moment = tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
      this.variables.set(key, moment);
    }
    return moment;
  }

  restore(saved: ReadonlyMap<string, tf.Tensor>): void {
    this.dispose();
    for (const [key, tensor] of saved) this.variables.set(key, tf.variable(tensor, false));
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
    this.variables.clear();
  }
}

/** A kernel is decayed; a bias, a vector, is not. */
export const isKernel = (variable: tf.Variable): boolean => variable.rank > 1;
