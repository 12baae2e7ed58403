import { createTree } from '@nx/devkit/testing';
import { describe, expect, it } from 'vitest';
import { InputError } from '@axiswise/messages';
import { writeDomain } from './generator.ts';

async function written(name: string, axes: readonly string[]) {
  const tree = createTree();
  // How this workspace formats, which a tree without files cannot know.
  tree.write('.prettierrc', '{ "singleQuote": true, "printWidth": 100 }');
  const before = new Set(tree.listChanges().map(({ path }) => path));
  await writeDomain(tree, { name, axes });
  const changes = tree
    .listChanges()
    .filter(({ path }) => !before.has(path))
    .map(({ path, type }) => `${type} ${path}`);
  const read = (file: string) => tree.read(`experiments/${name}/${file}`, 'utf8')!;
  return { tree, changes, read };
}

// That what is written runs is the subject of tests/commands/new-domain.test.ts.
describe('the domain generator', () => {
  it('writes one folder and touches nothing else', async () => {
    const { changes } = await written('my-sensors', ['sensor', 'time']);
    expect(changes.sort()).toEqual([
      'CREATE experiments/my-sensors/README.md',
      'CREATE experiments/my-sensors/experiment.test.ts',
      'CREATE experiments/my-sensors/experiment.ts',
      'CREATE experiments/my-sensors/source.ts',
    ]);
  });

  it('slides and spans along the named axes', async () => {
    const { read } = await written('my-sensors', ['sensor', 'time']);
    const experiment = read('experiment.ts');
    expect(experiment).toContain("title: 'My sensors: slide along time, span sensor'");
    for (const move of [
      'sensor: span(), time: slide(15)',
      'sensor: slide(3), time: slide(15)',
      'sensor: slide(3), time: span()',
      'sensor: span(), time: span()',
    ]) {
      expect(experiment).toContain(`move: { ${move} }`);
    }
    expect(read('source.ts')).toContain("axes: ['sensor', 'time']");
  });

  it('needs one axis only', async () => {
    const { read } = await written('heartbeats', ['beat']);
    const experiment = read('experiment.ts');
    expect(experiment).toContain("title: 'Heartbeats: slide along beat'");
    expect(experiment).toContain('move: { beat: slide(15) }');
    expect(experiment).toContain('move: { beat: span() }');
    expect(experiment).not.toMatch(/\bno[(,]/);
    expect(read('source.ts')).toContain('export const shape = [64, 1];');
  });

  it.each([['sensor', 'time'], ['time']])(
    'leaves no trace of its templates: %s',
    async (...axes) => {
      const { tree, changes } = await written('my-sensors', axes);
      for (const change of changes) {
        const text = tree.read(change.split(' ')[1], 'utf8')!;
        expect(text).not.toMatch(/<%|%>|undefined/);
        expect(text).toMatch(/[^\n]\n$/);
      }
    },
  );

  it('never writes into a folder that is there', async () => {
    const tree = createTree();
    tree.write('experiments/my-sensors/notes.md', 'mine');
    const writing = writeDomain(tree, { name: 'my-sensors', axes: ['time'] });
    await expect(writing).rejects.toThrow(
      'experiments/my-sensors exists already; choose another name or remove the folder',
    );
    await expect(writing).rejects.toThrow(InputError);
  });
});
