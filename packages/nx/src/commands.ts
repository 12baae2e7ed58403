/** A command of `axiswise` that becomes a target of every experiment. */
export interface ExperimentCommand {
  readonly name: string;
  readonly description: string;
  /** What it reads beside code, as named inputs of nx.json. */
  readonly inputs: readonly string[];
  /** Whether it writes a run directory. */
  readonly writesRun: boolean;
}

/** The commands that take an experiment; a new one is one more row. */
export const EXPERIMENT_COMMANDS: readonly ExperimentCommand[] = [
  {
    name: 'train',
    description: 'Trains, scores every test example, writes the run directory.',
    inputs: ['engine', 'data'],
    writesRun: true,
  },
  {
    name: 'cross-validate',
    description: 'Trains once for each fold of the data, each tested on the fold left out.',
    inputs: ['engine', 'data'],
    writesRun: true,
  },
  {
    name: 'compare',
    description: 'Trains every strategy with several seeds, and says which is better.',
    inputs: ['engine', 'data'],
    writesRun: true,
  },
  {
    name: 'diagnose',
    description: 'Does each axis deserve sliding, and subsampling? Asked of the data.',
    inputs: ['engine', 'data', 'comparisons'],
    writesRun: true,
  },
  {
    name: 'explain',
    description: 'What the geometry means, without training.',
    inputs: ['data'],
    writesRun: false,
  },
];

/** Where runs that Nx starts are written, relative to the workspace. */
export const NX_RUNS = 'runs/nx';
