/** What gradient ascent may begin with. */
export const ascentStarts = ['noise', 'blank', 'anywhere'] as const;

/** Where nothing else is asked for. */
export const ascentDefaults = {
  steps: 256,
  stepSize: 0.04,
  start: 'noise',
  starts: 1,
  jitter: 0,
  blur: 0,
  seed: 0,
} as const;
