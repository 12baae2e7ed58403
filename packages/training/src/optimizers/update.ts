import * as tf from '@tensorflow/tfjs';
import type { Optimizer, Parameter } from './optimizer.ts';

/** The moments of an optimizer: one zero-initialised variable a name, kept from step to step. */
class Slots {
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

/** An optimizer from what it does to one parameter. */
export function updatingEach(update: (of: Update) => void): Optimizer {
  const slots = new Slots();
  return {
    slots: slots.variables,
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
    restore: (saved) => slots.restore(saved),
    dispose: () => slots.dispose(),
  };
}
