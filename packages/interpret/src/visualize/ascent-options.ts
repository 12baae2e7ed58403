/** The possible starts of gradient ascent. */
export const ascentStarts = ['noise', 'blank', 'anywhere'] as const;

/** The defaults. */
export const ascentDefaults = {
  steps: 256,
  stepSize: 0.04,
  start: 'noise',
  starts: 1,
  jitter: 0,
  blur: 0,
  seed: 0,
} as const;
