import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Another framework with the reference networks, as a script of this folder. */
export interface Peer {
  readonly name: string;
  readonly python: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Numbers of threads that its speed is measured with; undefined for all cores. */
  readonly threads: readonly number[];
  /**
   * Whether it changes only the vectors of tokens that occur, as we do; else Adam moves on the others by
   * their moments.
   */
  readonly leavesAbsentTokens: boolean;
}

const here = path.dirname(fileURLToPath(import.meta.url));

/** The name of the peer that others are compared with. */
export const reference = 'PyTorch';

const declared = (python: string, cores: number): (Peer & { readonly needs: string })[] => {
  const pytorch = {
    python,
    script: path.join(here, 'pytorch.py'),
    threads: cores === 1 ? [1] : [1, cores],
    leavesAbsentTokens: true,
    needs: 'import torch, numpy',
  };
  const keras = {
    python,
    script: path.join(here, 'keras_nets.py'),
    threads: [cores],
    leavesAbsentTokens: false,
  };
  return [
    { ...pytorch, name: reference, env: {} },
    { ...pytorch, name: 'PyTorch tuned', env: { AXISWISE_PYTORCH: 'tuned' } },
    ...['torch', 'jax'].map((backend) => ({
      ...keras,
      name: `Keras on ${backend}`,
      env: { KERAS_BACKEND: backend },
      needs: `import keras, numpy, ${backend}`,
    })),
  ];
};

/**
 * Finds the peers that can run here: the Python that `AXISWISE_PYTHON` names, else that of
 * benchmarks/peers/.venv, else `python3`, with what they import.
 *
 * @param cores how many all cores are.
 * @returns those found, and the names of those that are not.
 */
export function findPeers(cores: number): { found: Peer[]; missing: string[] } {
  const candidates = [
    process.env['AXISWISE_PYTHON'],
    path.join(here, '.venv/bin/python'),
    'python3',
  ].filter((python) => python !== undefined);
  const imports = (python: string, { needs, env }: { needs: string; env: Peer['env'] }): boolean =>
    spawnSync(python, ['-c', needs], { env: { ...process.env, ...env } }).status === 0;
  const found: Peer[] = [];
  const missing: string[] = [];
  for (const { name } of declared('', cores)) {
    const peer = candidates
      .map((python) => declared(python, cores).find((each) => each.name === name)!)
      .find((each) => imports(each.python, each));
    if (peer) found.push(peer);
    else missing.push(name);
  }
  return { found, missing };
}
