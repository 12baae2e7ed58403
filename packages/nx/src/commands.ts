/** A command of `axiswise` that becomes a target of every experiment. */
export interface ExperimentCommand {
  readonly name: string;
  readonly description: string;
  /** The named inputs of nx.json that it reads besides code. */
  readonly inputs: readonly string[];
  /** Whether it writes a run directory. */
  readonly writesRun: boolean;
}

/** The commands that take an experiment. */
export const EXPERIMENT_COMMANDS: readonly ExperimentCommand[] = [
  {
    name: 'train',
    description: 'Trains one strategy, scores every test example and writes its run.',
    inputs: ['engine', 'data'],
    writesRun: true,
  },
  {
    name: 'cross-validate',
    description: 'Trains once for each fold of the data and tests on the fold left out.',
    inputs: ['engine', 'data'],
    writesRun: true,
  },
  {
    name: 'compare',
    description: 'Trains every strategy with several seeds and tests which one is better.',
    inputs: ['engine', 'data'],
    writesRun: true,
  },
  {
    name: 'diagnose',
    description:
      'Tests on the data, axis by axis, whether filters should slide and pooling subsample.',
    inputs: ['engine', 'data', 'comparisons'],
    writesRun: true,
  },
  {
    name: 'explain',
    description: 'Shows the shape, size and receptive field of every layer, without training.',
    inputs: ['data'],
    writesRun: false,
  },
];

/** The folder of the runs that Nx starts, relative to the workspace. */
export const NX_RUNS = 'runs/nx';
