import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { installTfjsNode } from './install-package.ts';

const packageJson = JSON.stringify({
  name: '@tensorflow/tfjs-node',
  version: '4.22.0',
  scripts: { install: `node -e "require('fs').writeFileSync('it-ran', '')"` },
  dependencies: { '@tensorflow/tfjs': '4.22.0', needed: '1.0.0' },
});
const itsDependencies = [
  JSON.stringify({
    name: '@tensorflow/tfjs',
    version: '4.22.0',
    dependencies: { '@tensorflow/tfjs-core': '4.22.0' },
  }),
  JSON.stringify({ name: '@tensorflow/tfjs-core', version: '4.22.0' }),
  JSON.stringify({ name: 'needed', version: '1.0.0' }),
];

let project: string;
/** The core of TensorFlow.js in it. */
let beside: string;
let lines: string[];
beforeEach(() => {
  const root = temporaryFolder();
  project = path.join(root, 'a project für npm');
  beside = path.join(project, 'node_modules', '@tensorflow', 'tfjs-core');
  mkdirSync(beside, { recursive: true });
  writeFileSync(path.join(project, 'package.json'), '{ "name": "stranger", "private": true }\n');
  vi.stubEnv('npm_config_cache', path.join(root, 'cache'));
  vi.stubEnv('npm_config_fetch_retries', '0');
  lines = [];
});
afterEach(() => vi.unstubAllEnvs());

const install = (npm?: readonly string[]): Promise<string> =>
  installTfjsNode({ beside, say: (line) => lines.push(line), ...(npm && { npm }) });

/** The tarball of a package that is nothing but its package.json. */
function pack(manifest: string): Buffer {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'package'));
  writeFileSync(path.join(folder, 'package', 'package.json'), manifest);
  return spawnSync('tar', ['-czf', '-', '-C', folder, 'package']).stdout;
}

/** A registry of these packages; gives its address. */
async function startRegistry(manifests: readonly string[]): Promise<string> {
  const packages = new Map(
    manifests.map((text) => {
      const manifest = JSON.parse(text) as { name: string; version: string };
      return [`/${manifest.name.replace('/', '%2f')}`, { manifest, tarball: pack(text) }];
    }),
  );
  const server = createServer((request, response) => {
    const [, name, isTarball] = /^(.*?)(\.tgz)?$/.exec(request.url!)!;
    const found = packages.get(name);
    if (!found) return void response.writeHead(404).end();
    const { manifest, tarball } = found;
    if (isTarball) return void response.end(tarball);
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const dist = { tarball: `http://${request.headers.host}${name}.tgz`, integrity };
    const answer = {
      name: manifest.name,
      'dist-tags': { latest: manifest.version },
      versions: { [manifest.version]: { ...manifest, dist, hasInstallScript: true } },
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const npm = spawnSync('npm', ['--version']).status === 0;

describe.skipIf(!npm)(`installTfjsNode${npm ? '' : ' (skipped: there is no npm)'}`, () => {
  it('puts the package beside TensorFlow.js, runs no script and changes nothing else', async () => {
    // The settings of the project name the registry.
    const registry = await startRegistry([packageJson, ...itsDependencies]);
    writeFileSync(path.join(project, '.npmrc'), `registry=${registry}\n`);
    const before = readdirSync(project, { recursive: true }).sort();
    const folder = await install();
    expect(folder).toBe(path.join(project, 'node_modules', '@tensorflow', 'tfjs-node'));
    expect(readFileSync(path.join(folder, 'package.json'), 'utf8')).toBe(packageJson);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      'node_modules',
      // But the core is that of the project.
      'node_modules/@tensorflow',
      'node_modules/@tensorflow/tfjs',
      'node_modules/@tensorflow/tfjs/package.json',
      'node_modules/needed',
      'node_modules/needed/package.json',
      'package.json',
    ]);
    rmSync(folder, { recursive: true });
    expect(readdirSync(project, { recursive: true }).sort()).toEqual(before);
    expect(lines).toEqual([
      `installing @tensorflow/tfjs-node@4.22.0 in ${folder}, without its install script`,
    ]);
  });

  it('says in the words of npm why it cannot be installed, and leaves nothing', async () => {
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9');
    // As where `npm run --silent` calls.
    vi.stubEnv('npm_config_loglevel', 'silent');
    await expect(install()).rejects.toThrow(
      /^npm cannot install @tensorflow\/tfjs-node@4\.22\.0: .*ECONNREFUSED.*; the other engines work as before$/,
    );
    expect(readdirSync(path.dirname(beside))).toEqual(['tfjs-core']);
  });
});

it('leaves a store of links to the program that made it', async () => {
  beside = path.join(project, 'node_modules/.pnpm/tfjs/node_modules/@tensorflow/tfjs');
  await expect(install()).rejects.toMatchObject({
    name: 'InputError',
    message:
      'native TensorFlow needs the package @tensorflow/tfjs-node, and packages lie in the store .pnpm here; ' +
      'add it to the project without its install script, for example with: ' +
      'pnpm add --ignore-scripts @tensorflow/tfjs-node@4.22.0',
  });
});

it('says that npm is missing', async () => {
  await expect(install(['axiswise-no-npm'])).rejects.toThrow(
    'npm cannot install @tensorflow/tfjs-node@4.22.0: axiswise-no-npm is not installed; ' +
      'the other engines work as before',
  );
});

it('says where it may not write', async () => {
  const scope = path.dirname(beside);
  rmSync(scope, { recursive: true });
  writeFileSync(scope, '');
  await expect(install()).rejects.toThrow(`cannot write ${path.join(scope, 'tfjs-node')}: a `);
});
