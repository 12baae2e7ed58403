import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
});

let project: string;
/** Where Axiswise would lie in it. */
let from: string;
let lines: string[];
beforeEach(() => {
  const root = temporaryFolder();
  project = path.join(root, 'a project für npm');
  from = path.join(project, 'node_modules', '@axiswise', 'native', 'dist');
  mkdirSync(from, { recursive: true });
  writeFileSync(path.join(project, 'package.json'), '{ "name": "stranger", "private": true }\n');
  vi.stubEnv('npm_config_cache', path.join(root, 'cache'));
  vi.stubEnv('npm_config_fetch_retries', '0');
  lines = [];
});
afterEach(() => vi.unstubAllEnvs());

const install = (): Promise<string> => installTfjsNode({ from, say: (line) => lines.push(line) });

/** A registry that has one package, with a script that runs when it is installed. */
async function startRegistry(): Promise<void> {
  const staging = path.join(temporaryFolder(), 'package');
  mkdirSync(staging);
  writeFileSync(path.join(staging, 'package.json'), packageJson);
  const { stdout: tarball } = spawnSync('tar', [
    '-czf',
    '-',
    '-C',
    path.dirname(staging),
    'package',
  ]);
  const server = createServer((request, response) => {
    if (request.url === '/tarball.tgz') return void response.end(tarball);
    if (request.url !== '/@tensorflow%2ftfjs-node') return void response.writeHead(404).end();
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const dist = { tarball: `http://${request.headers.host}/tarball.tgz`, integrity };
    const version = { ...(JSON.parse(packageJson) as object), dist, hasInstallScript: true };
    const answer = {
      name: '@tensorflow/tfjs-node',
      'dist-tags': { latest: '4.22.0' },
      versions: { '4.22.0': version },
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('npm_config_registry', `http://127.0.0.1:${port}`);
}

const npm = spawnSync('npm', ['--version']).status === 0;

describe.skipIf(!npm)(`installTfjsNode${npm ? '' : ' (skipped: there is no npm)'}`, () => {
  it('installs the package by npm, runs no script and leaves package.json alone', async () => {
    await startRegistry();
    const before = readFileSync(path.join(project, 'package.json'), 'utf8');
    const folder = await install();
    expect(folder).toBe(path.join(project, 'node_modules', '@tensorflow', 'tfjs-node'));
    expect(readFileSync(path.join(folder, 'package.json'), 'utf8')).toBe(packageJson);
    expect(existsSync(path.join(folder, 'it-ran'))).toBe(false);
    expect(readFileSync(path.join(project, 'package.json'), 'utf8')).toBe(before);
    expect(lines).toEqual([
      `installing @tensorflow/tfjs-node@4.22.0 in ${project} (npm install --ignore-scripts --no-save)`,
    ]);
  });

  it('says in the words of npm why it cannot be installed', async () => {
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9');
    await expect(install()).rejects.toThrow(
      /^npm cannot install @tensorflow\/tfjs-node@4\.22\.0 in .*: .*ECONNREFUSED.*; the other engines work as before$/,
    );
  });
});

it.each([
  ['pnpm-lock.yaml', 'pnpm add --ignore-scripts @tensorflow/tfjs-node@4.22.0'],
  ['yarn.lock', 'yarn add --ignore-scripts @tensorflow/tfjs-node@4.22.0'],
  ['bun.lock', 'bun add --ignore-scripts @tensorflow/tfjs-node@4.22.0'],
])('leaves a project with %s to the program that installed it', async (file, command) => {
  writeFileSync(path.join(project, file), '');
  await expect(install()).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringContaining(`${project} has a ${file}, so add it with: ${command}`),
  });
});

it('says how where there is no project, as in a global installation', async () => {
  const global = path.join(temporaryFolder(), 'lib', 'node_modules', 'axiswise', 'dist');
  mkdirSync(global, { recursive: true });
  await expect(installTfjsNode({ from: global, say: () => undefined })).rejects.toThrow(
    'install it beside axiswise: npm install --ignore-scripts --no-save @tensorflow/tfjs-node@4.22.0',
  );
});

it('says that npm is missing', async () => {
  await expect(
    installTfjsNode({ from, npm: ['axiswise-no-npm'], say: () => undefined }),
  ).rejects.toThrow('axiswise-no-npm is not installed; the other engines work as before');
});
