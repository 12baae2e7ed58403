/**
 * Whether a name can be that of an experiment: lower-case letters, digits and hyphens. `all` cannot, because
 * it stands for every experiment in a call.
 */
export const isExperimentName = (name: string): boolean =>
  /^[a-z][a-z0-9-]*$/.test(name) && name !== 'all';
