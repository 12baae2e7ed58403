import os from 'node:os';
import type { Engine } from '@axiswise/backend';

/** What may change speed or the last bits of a result; goes into every run record. */
export interface Environment {
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly backend: {
    readonly name: string;
    readonly version: string;
    readonly threads: number;
    readonly flags: Readonly<Record<string, string>>;
  };
}

export function describeEnvironment({ name, version, threads, flags }: Engine): Environment {
  const cpus = os.cpus();
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    backend: { name, version, threads, flags },
  };
}
