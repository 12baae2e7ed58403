/** How the learning rate changes over a run: plain data that goes into the run record. */
export interface LearningRateSchedule {
  /**
   * `constant`; `cosine`: half a cosine from the full rate to zero (Loshchilov and Hutter 2017, one
   * cycle); `step`: a tenth after each of the `milestones`.
   */
  readonly kind: 'constant' | 'cosine' | 'step';
  /** Rises linearly over this part of the run first, from 0 to below 1. */
  readonly warmup?: number;
  /** Parts of the run after which the rate drops to a tenth, such as [0.5, 0.75]. */
  readonly milestones?: readonly number[];
}

/**
 * The factor on the declared learning rate.
 *
 * @param step counted from 0.
 * @param steps in the whole run.
 */
export function scheduleFactor(
  { kind, warmup = 0, milestones = [] }: LearningRateSchedule,
  step: number,
  steps: number,
): number {
  const warmupSteps = Math.floor(warmup * steps);
  if (step < warmupSteps) return (step + 1) / warmupSteps;
  switch (kind) {
    case 'constant':
      return 1;
    case 'cosine':
      return (1 + Math.cos((Math.PI * (step - warmupSteps)) / (steps - warmupSteps))) / 2;
    case 'step':
      return 10 ** -milestones.filter((part) => step >= part * steps).length;
  }
}
