import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKOUT, NxWorkspace } from './workspace.ts';

interface Graph {
  readonly nodes: Record<string, { data: { root: string; targets: Record<string, unknown> } }>;
  readonly dependencies: Record<string, { target: string; type: string }[]>;
}

/** The real graph of this checkout, computed with caches of its own. */
const workspace = new NxWorkspace(CHECKOUT);
let graph: Graph;

beforeAll(async () => {
  const file = `${workspace.scratch}/graph.json`;
  const { exitCode, output } = await workspace.nx(['graph', `--file=${file}`]);
  expect(exitCode, output).toBe(0);
  graph = (JSON.parse(readFileSync(file, 'utf8')) as { graph: Graph }).graph;
});
afterAll(() => workspace.remove());

const dependenciesOf = (project: string) =>
  graph.dependencies[project].map(({ target, type }) => `${target} (${type})`);

describe('the graph of this workspace', () => {
  it('holds the images experiment with its commands', () => {
    expect(graph.nodes.images.data.root).toBe('experiments/images');
    expect(Object.keys(graph.nodes.images.data.targets)).toEqual(
      expect.arrayContaining(['train', 'explain', 'lint']),
    );
  });

  it('leads from an experiment over its domain package to the data package', () => {
    expect(dependenciesOf('images')).toContain('@axiswise/image (static)');
    expect(dependenciesOf('@axiswise/image')).toContain('@axiswise/data (static)');
  });

  it('leads from an experiment to the command line that runs it', () => {
    expect(dependenciesOf('images')).toContain('@axiswise/cli (implicit)');
  });

  it('leads from no package to the command line, to Nx or to an experiment', () => {
    const roofs = ['@axiswise/cli', '@axiswise/nx', 'images'];
    for (const [project, dependencies] of Object.entries(graph.dependencies)) {
      const { root } = graph.nodes[project].data;
      // `packages/axiswise` brings them all together.
      if (!root.startsWith('packages/') || root === 'packages/axiswise') continue;
      const targets = dependencies.map(({ target }) => target);
      expect(
        targets.filter((target) => roofs.includes(target)),
        project,
      ).toEqual([]);
    }
  });
});
