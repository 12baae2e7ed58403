import type { ScheduleKind, SchedulePlace } from './schedule-kind.ts';

/** The full rate to the end. */
export const constant: ScheduleKind = {
  describe: 'the full rate to the end',
  settings: {},
  factor: () => 1,
};

/** Half a cosine from the full rate to zero (Loshchilov and Hutter 2017, one cycle). */
export const cosine: ScheduleKind = {
  describe: 'half a cosine from the full rate to zero',
  settings: {},
  factor: ({ step, steps, warmupSteps }) =>
    (1 + Math.cos((Math.PI * (step - warmupSteps)) / (steps - warmupSteps))) / 2,
};

interface StepSettings extends Readonly<Record<string, readonly number[]>> {
  /** Parts of the run after which the rate drops to a tenth, such as [0.5, 0.75]. */
  readonly milestones: readonly number[];
}

/** A tenth after each milestone. */
export const step: ScheduleKind<StepSettings> = {
  describe: 'a tenth after each of its milestones',
  settings: { milestones: { default: [], from: 0, to: 1 } },
  factor: ({ step, steps, settings: { milestones } }) =>
    10 ** -milestones.filter((part) => step >= part * steps).length,
};

interface WarmRestartsSettings extends Readonly<Record<string, number>> {
  /** How often the rate starts again from the full one, the first time included. */
  readonly cycles: number;
  /** How many times as long as the one before a cycle is. */
  readonly multiplier: number;
}

/**
 * Half a cosine again and again (SGDR, Loshchilov and Hutter 2017). The lengths are such that the last cycle
 * ends with the run: by default three, of 1/7, 2/7 and 4/7 of it.
 */
export const warmRestarts: ScheduleKind<WarmRestartsSettings> = {
  describe: 'half a cosine from the full rate to zero, again and again',
  settings: {
    cycles: { default: 3, from: 1, integer: true },
    multiplier: { default: 2, from: 1 },
  },
  factor({ step, steps, warmupSteps, settings: { cycles, multiplier } }) {
    let units = 0;
    for (let cycle = 0; cycle < cycles; cycle++) units += multiplier ** cycle;
    let length = (steps - warmupSteps) / units;
    let from = warmupSteps;
    for (let cycle = 1; cycle < cycles && step >= from + length; cycle++) {
      from += length;
      length *= multiplier;
    }
    return (1 + Math.cos((Math.PI * (step - from)) / length)) / 2;
  },
};

interface OneCycleSettings extends Readonly<Record<string, number>> {
  /** The part of the run in which the rate rises. */
  readonly rise: number;
  /** The full rate divided by the one at the beginning. */
  readonly startDivisor: number;
  /** The rate at the beginning divided by the one at the end. */
  readonly endDivisor: number;
  /** Where the rate is full. */
  readonly lowestMomentum: number;
  /** At the beginning and at the end. */
  readonly highestMomentum: number;
}

/**
 * One cycle (Smith 2018, "A disciplined approach to neural network hyper-parameters"): the rate rises to the
 * full one and falls to nearly nothing, while the momentum falls and rises, both as half a cosine. Defaults
 * are those of PyTorch's `OneCycleLR`.
 */
export const oneCycle: ScheduleKind<OneCycleSettings> = {
  describe: 'up to the full rate and down to nearly nothing, the momentum down and up',
  settings: {
    rise: { default: 0.3, above: 0, below: 1 },
    startDivisor: { default: 25, from: 1 },
    endDivisor: { default: 10_000, from: 1 },
    lowestMomentum: { default: 0.85, from: 0, below: 1 },
    highestMomentum: { default: 0.95, from: 0, below: 1 },
  },
  factor(at) {
    const { startDivisor, endDivisor } = at.settings;
    const start = 1 / startDivisor;
    const end = start / endDivisor;
    const { rising, share } = placeInCycle(at);
    return rising ? between(start, 1, share) : between(1, end, share);
  },
  momentum(at) {
    const { lowestMomentum, highestMomentum } = at.settings;
    const { rising, share } = placeInCycle(at);
    return rising
      ? between(highestMomentum, lowestMomentum, share)
      : between(lowestMomentum, highestMomentum, share);
  },
};

/** Whether the rate rises, and which part of the way is done; the last step of the run is at the end of it. */
function placeInCycle({ step, steps, warmupSteps, settings }: SchedulePlace<OneCycleSettings>) {
  const done = step - warmupSteps;
  const last = steps - warmupSteps - 1;
  const peak = Math.max(settings.rise * (last + 1) - 1, 0);
  return done < peak
    ? { rising: true, share: done / peak }
    : { rising: false, share: last > peak ? (done - peak) / (last - peak) : 1 };
}

/** From one value to another as half a cosine. */
const between = (from: number, to: number, share: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
