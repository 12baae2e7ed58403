import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nativeInstalled } from './native/binding-path.ts';
import { runCommand } from '@axiswise/processes';

/** Node binaries to test, separated as in PATH; the README has the command that finds them. */
const given = (process.env['AXISWISE_NODES'] ?? '').split(path.delimiter).filter(Boolean);
const nodes = [process.execPath, ...given].map((node) => {
  const { stdout } = spawnSync(node, ['-p', '[process.version, !!process.features.typescript]'], {
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  const [, version, strips] = /(v[\d.]+)', (true|false)/.exec(String(stdout)) ?? [];
  if (version === undefined) throw new Error(`AXISWISE_NODES names ${node}, which is no Node`);
  return { node, version, strips: strips === 'true' };
});

const script = fileURLToPath(new URL('./training-steps.fixture.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

async function losses(
  { node, strips }: (typeof nodes)[number],
  backend: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ losses: number[]; stderr: string }> {
  const loader = strips ? ['--disable-warning=ExperimentalWarning'] : ['--import', tsx];
  const { stdout, stderr } = await runCommand(node, [...loader, script, backend], {
    timeoutMs: 60_000,
    env: { ...process.env, ...env },
  });
  return { losses: JSON.parse(stdout) as number[], stderr };
}

let wasmHere: ReturnType<typeof losses> | undefined;
/** The result of this Node on wasm, trained once. */
const expected = (): ReturnType<typeof losses> => (wasmHere ??= losses(nodes[0], 'wasm'));

const others = given.length ? '' : ' (other versions: name their binaries in AXISWISE_NODES)';
const native = nativeInstalled();

describe.each(nodes.map((node) => [node.version, node] as const))(
  `training on Node %s${others}`,
  (_, node) => {
    it('trains on wasm to the same losses on every version', async () => {
      const { losses: here, stderr } =
        node === nodes[0] ? await expected() : await losses(node, 'wasm');
      expect(stderr).toBe('');
      expect(here).toHaveLength(10);
      expect(here[9]).toBeLessThan(0.9 * here[0]);
      expect(here).toEqual((await expected()).losses);
    });

    it('multiplies and adds in one where that is asked for and there is such an instruction', async () => {
      const { losses: relaxed } = await losses(node, 'wasm', { AXISWISE_RELAXED_SIMD: '1' });
      const { losses: plain } = await expected();
      relaxed.forEach((loss, step) => expect(loss).toBeCloseTo(plain[step], 4));
      // Node 20 has no relaxed vectors.
      if (node.version.startsWith('v20.')) expect(relaxed).toEqual(plain);
    });

    it.skipIf(!native)(
      `goes on native TensorFlow, to the losses of wasm${native ? '' : ' (skipped: not installed, see npx axiswise native)'}`,
      async () => {
        const { losses: here } = await losses(node, 'tensorflow');
        const { losses: wasm } = await expected();
        here.forEach((loss, step) => expect(loss).toBeCloseTo(wasm[step], 4));
      },
    );
  },
);
