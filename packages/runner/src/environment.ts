import os from 'node:os';
import type { Engine } from '@axiswise/backend';
import { z } from 'zod';

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

export const environmentSchema: z.ZodType<Environment> = z.looseObject({
  node: z.string(),
  platform: z.string(),
  cpu: z.string(),
  cores: z.int().min(1),
  backend: z.looseObject({
    name: z.string(),
    version: z.string(),
    threads: z.int().min(1),
    flags: z.record(z.string(), z.string()),
  }),
});

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
