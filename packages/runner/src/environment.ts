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
  /** Threads between which each batch is divided; absent where it is one. */
  readonly workers?: number | undefined;
}

/** What a recorded environment has to be. */
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
  workers: z.int().min(1).optional(),
});

/** The machine, Node and the engine, as a run records them. */
export function describeEnvironment(
  { name, version, threads, flags }: Engine,
  workers = 1,
): Environment {
  const cpus = os.cpus();
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    backend: { name, version, threads, flags },
    ...(workers > 1 && { workers }),
  };
}

/**
 * In one line, how an engine differs from that of a run which it is to continue, so that it may round
 * differently; undefined where it does not.
 */
export function engineChange({ backend }: Environment, engine: Engine): string | undefined {
  const names = new Set([...Object.keys(backend.flags), ...Object.keys(engine.flags)]);
  const changes = [...names].flatMap((name) => {
    const [before, now] = [backend.flags[name] ?? 'none', engine.flags[name] ?? 'none'];
    return before === now ? [] : [`${name} ${before} → ${now}`];
  });
  if (backend.version !== engine.version) {
    changes.unshift(`version ${backend.version} → ${engine.version}`);
  }
  if (changes.length === 0) return undefined;
  return (
    `the run began with another ${engine.name} (${changes.join(', ')}), which rounds differently: its ` +
    'weights will differ in their last digits from those of a run without interruption'
  );
}
