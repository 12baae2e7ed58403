import type { RunConfiguration, TrainExperimentOptions } from '@axiswise/runner';

/** One strategy trained with one seed on so many examples: a run. */
export interface Trial {
  readonly experiment: string;
  readonly strategy: string;
  readonly seed: number;
  readonly trainExamples: number;
  /** The multiple of the budget; absent where it is 1. */
  readonly scale?: number;
  readonly runDir: string;
  /** The number of the configuration that it tries; absent where its seed counts. */
  readonly triesConfiguration?: number;
  /** The configuration that its run directory must hold. */
  readonly configuration: RunConfiguration;
  readonly call: TrialCall;
}

/** The call that a trial's process carries out; it travels as JSON. */
export interface TrialCall extends Omit<TrainExperimentOptions, 'observer'> {
  /** Ends after that epoch, and scores no test example. */
  readonly untilEpoch?: number;
}

/** `images slide-both seed 3`, `images slide-both at scale 4 configuration 3`. */
export const describeTrial = (trial: Trial): string => {
  const { experiment, strategy, scale, seed, triesConfiguration } = trial;
  return (
    `${experiment} ${strategy} ${scale === undefined ? '' : `at scale ${scale} `}` +
    (triesConfiguration === undefined ? `seed ${seed}` : `configuration ${triesConfiguration}`)
  );
};

/** The message to a trial's process. */
export interface TrialRequest {
  readonly experiment: string;
  readonly call: TrialCall;
}

/** How the training of a trial ended. */
export type TrialOutcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly message: string; readonly inputError: boolean };

/** The messages from a trial's process: how far it is, now and then, and at last how it ended. */
export type TrialMessage = { readonly kind: 'progress'; readonly fraction: number } | TrialOutcome;
