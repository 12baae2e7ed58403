import { type BackendChoice, type Engine, useBackend } from '@axiswise/backend';
import { InputError } from '@axiswise/messages';

/** Starts an engine that serves as many threads as there are workers. */
export async function startEngine(
  backend: BackendChoice,
  workers: number,
  threads?: number,
): Promise<Engine> {
  // A thread for each core is enough.
  const engine = await useBackend(backend, { threads, ...(workers > 1 && { defaultThreads: 1 }) });
  if (workers === 1 || engine.servesThreads) return engine;
  throw new InputError(
    'workers-unsupported',
    `the backend ${engine.name} cannot divide work between ${workers} workers on this system; it uses ` +
      'threads of its own for each operation',
  );
}
