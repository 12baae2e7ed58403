import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { discoverExperiments, loadExperiment } from './discover.ts';
import { InputError } from '@axiswise/messages';

function workspace(files: Readonly<Record<string, string | object>>): string {
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'discover-')));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

/** The package.json of one that brings experiments. */
const bringing = (experiments: object) => ({ type: 'module', axiswise: { experiments } });
const dependsOn = (...names: string[]) => ({
  dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])),
});

describe('discoverExperiments', () => {
  it('finds folders that hold experiment.ts, without executing it, and no others', () => {
    const root = workspace({
      'experiments/gestures/experiment.ts': 'throw new Error("executed");',
      'experiments/notes/README.md': '',
      'experiments/loose.ts': '',
    });
    const folder = path.join(root, 'experiments/gestures');
    expect([...discoverExperiments([root]).values()]).toEqual([
      {
        name: 'gestures',
        file: path.join(folder, 'experiment.ts'),
        origin: `the folder ${folder}`,
        isOwn: false,
      },
    ]);
  });

  it('finds the experiments of installed packages, by the names that they declare', () => {
    const root = workspace({
      'package.json': {
        ...dependsOn('@acme/axiswise-hands', 'other'),
        devDependencies: { tool: '1.0.0' },
        optionalDependencies: { absent: '1.0.0' },
      },
      'node_modules/@acme/axiswise-hands/package.json': bringing({
        gestures: './gestures.js',
        grips: './grips/experiment.js',
      }),
      'node_modules/tool/package.json': bringing({ drills: 'experiment.js' }),
      'node_modules/other/package.json': {},
      // Installed, but not asked for by the workspace.
      'node_modules/deep/package.json': bringing({ deep: './x.js' }),
    });
    const found = discoverExperiments([root]);
    expect([...found.keys()]).toEqual(['gestures', 'grips', 'drills']);
    expect(found.get('grips')).toEqual({
      name: 'grips',
      file: path.join(root, 'node_modules/@acme/axiswise-hands/grips/experiment.js'),
      origin: 'the package @acme/axiswise-hands',
      isOwn: false,
      package: {
        folder: path.join(root, 'node_modules/@acme/axiswise-hands'),
        declared: './grips/experiment.js',
      },
    });
  });

  it('finds packages that are installed further up', () => {
    const root = workspace({
      'node_modules/hands/package.json': bringing({ gestures: './experiment.js' }),
      'inner/package.json': dependsOn('hands'),
    });
    expect([...discoverExperiments([path.join(root, 'inner')]).keys()]).toEqual(['gestures']);
  });

  it('tells what brings one of the same name, and takes a link for what it leads to', () => {
    const root = workspace({
      'package.json': dependsOn('a', 'b'),
      'experiments/linked/experiment.ts': '',
      'node_modules/a/package.json': bringing({ gestures: './experiment.js' }),
      'node_modules/b/package.json': bringing({ gestures: './experiment.js' }),
    });
    const other = workspace({ 'README.md': '' });
    symlinkSync(path.join(root, 'experiments'), path.join(other, 'experiments'), 'junction');
    const found = discoverExperiments([root, other]);
    expect(found.get('gestures')).toMatchObject({
      origin: 'the package a',
      rival: 'the package b',
    });
    expect(found.get('linked')).not.toHaveProperty('rival');
  });

  it('passes over names that stand for something else, or for nothing', () => {
    const root = workspace({
      'package.json': dependsOn('a', 'b'),
      'experiments/all/experiment.ts': '',
      'experiments/Gestures/experiment.ts': '',
      'node_modules/a/package.json': bringing({
        all: './x.js',
        '': './x.js',
        '../images': './x.js',
      }),
      'node_modules/b/package.json': { axiswise: { experiments: './x.js' } },
    });
    expect([...discoverExperiments([root]).keys()]).toEqual([]);
  });

  it('lists the experiments of this workspace', () => {
    expect(discoverExperiments().get('images')).toMatchObject({ isOwn: true });
  });
});

describe('loadExperiment', () => {
  afterEach(() => vi.restoreAllMocks());

  /** Loads from a folder of a project, as the command line called there does. */
  async function failureOf(name: string, files: Readonly<Record<string, string | object>>) {
    const root = workspace({ 'inner/README.md': '', ...files });
    vi.spyOn(process, 'cwd').mockReturnValue(path.join(root, 'inner'));
    const failure: unknown = await loadExperiment(name).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InputError);
    return (failure as Error).message.replaceAll(root, '<root>');
  }
  const hands = (file: string, experiments: object) => ({
    'package.json': dependsOn('@acme/hands'),
    'node_modules/@acme/hands/package.json': bringing(experiments),
    [`node_modules/@acme/hands/${file}`]: 'export default { name: "gestures" };',
  });

  it('loads that of a package, also from a folder inside the project', async () => {
    const root = workspace({
      'inner/README.md': '',
      ...hands('experiment.js', { gestures: './experiment.js' }),
    });
    vi.spyOn(process, 'cwd').mockReturnValue(path.join(root, 'inner'));
    expect((await loadExperiment('gestures')).name).toBe('gestures');
  });

  it('names the nearest where there is none', async () => {
    expect(
      await failureOf('gesture', hands('experiment.js', { gestures: './experiment.js' })),
    ).toMatch(/^there is no experiment "gesture"; did you mean "gestures"\? \(experiment: /);
  });

  it('names what brings it where two do', async () => {
    const files = {
      ...hands('experiment.js', { gestures: './experiment.js' }),
      'inner/experiments/gestures/experiment.ts': '',
    };
    expect(await failureOf('gestures', files)).toBe(
      'two experiments are called "gestures": the folder <root>/inner/experiments/gestures and the ' +
        'package @acme/hands bring one each; rename or remove one',
    );
  });

  it('takes ours before another of the name, and warns', async () => {
    const root = workspace(hands('experiment.js', { images: './experiment.js' }));
    vi.spyOn(process, 'cwd').mockReturnValue(root);
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    expect((await loadExperiment('images')).title).toMatch(/^Pictures/);
    expect(warn).toHaveBeenCalledWith(
      'the package @acme/hands also brings an experiment called "images"; the one of Axiswise is taken',
      'AxiswiseWarning',
    );
  });

  it.each(['../../evil.js', '/evil.js', 'C:\\evil.js', './linked/evil.js', '.', ''])(
    'refuses %j, which leaves its package',
    async (declared) => {
      const root = workspace({
        'README.md': '',
        'outside/evil.js': 'export default { name: "gestures" };',
        ...hands('experiment.js', { gestures: declared }),
      });
      const folder = path.join(root, 'node_modules/@acme/hands');
      writeFileSync(
        path.join(root, 'node_modules/evil.js'),
        'export default { name: "gestures" };',
      );
      symlinkSync(path.join(root, 'outside'), path.join(folder, 'linked'), 'junction');
      vi.spyOn(process, 'cwd').mockReturnValue(root);
      await expect(loadExperiment('gestures')).rejects.toThrow(
        `the package @acme/hands says that its experiment "gestures" is "${declared}", but that must ` +
          'be a relative path to a file inside the package; tell its author',
      );
    },
  );

  it('says which package lacks its file', async () => {
    expect(await failureOf('gestures', hands('index.js', { gestures: './experiment.js' }))).toBe(
      'the package @acme/hands says that its experiment "gestures" is ' +
        '<root>/node_modules/@acme/hands/experiment.js, but there is no such file; install it again, ' +
        'or tell its author',
    );
  });

  it('says that Node runs no TypeScript below node_modules', async () => {
    expect(
      await failureOf('gestures', hands('experiment.ts', { gestures: './experiment.ts' })),
    ).toMatch(
      /^the package @acme\/hands brings its experiment "gestures" in TypeScript, .+ publish/,
    );
  });

  it('says which package does not load, and why', async () => {
    const files = {
      ...hands('index.js', { gestures: './experiment.js' }),
      'node_modules/@acme/hands/experiment.js': 'throw new Error("no hands");',
    };
    expect(await failureOf('gestures', files)).toBe(
      'the experiment "gestures" of the package @acme/hands does not load: no hands',
    );
  });

  it('says what a file must export', async () => {
    expect(await failureOf('grips', hands('experiment.js', { grips: './experiment.js' }))).toBe(
      "<root>/node_modules/@acme/hands/experiment.js must export defineExperiment({ name: 'grips', … }) as its default",
    );
  });
});
