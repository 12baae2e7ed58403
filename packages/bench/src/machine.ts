import os from 'node:os';

/** What a measured speed depends on besides the program. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  /** `linux x64`. */
  readonly platform: string;
}

/** This machine. */
export const thisMachine = (): Machine => ({
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
});
