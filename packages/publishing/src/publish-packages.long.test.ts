import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { expect, it, onTestFinished } from 'vitest';
import { publishPackages } from './publish-packages.ts';

interface Published {
  readonly name: string;
  readonly versions: Readonly<Record<string, unknown>>;
}

/** A registry of npm as far as publishing needs one: it keeps what is put there, and gives it back. */
async function registry(): Promise<{ packages: Map<string, Published>; words: string[] }> {
  const packages = new Map<string, Published>();
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url!, 'http://x').pathname.slice(1));
    const answer = (status: number, body: unknown): void =>
      void response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(body));
    if (request.method !== 'PUT') {
      const known = packages.get(name);
      return answer(known ? 200 : 404, known ?? { error: 'not found' });
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      packages.set(name, JSON.parse(Buffer.concat(parts).toString()) as Published);
      answer(201, { ok: true });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const words = [
    `--registry=http://127.0.0.1:${port}/`,
    `--//127.0.0.1:${port}/:_authToken=anybody`,
    // The registry changes while it is asked.
    '--prefer-online',
  ];
  return { packages, words };
}

/** A folder as a build leaves it. */
function built(name: string, version: string, dependencies = {}) {
  const folder = path.join(temporaryFolder(), 'built');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name, version, type: 'module', exports: './index.js', dependencies }),
  );
  writeFileSync(path.join(folder, 'index.js'), 'export {};\n');
  return { name, folder };
}

it('publishes dependencies first, and goes on where it was interrupted', async () => {
  const { packages, words } = await registry();
  const sums = built('@small/sums', '0.2.0');
  const all = [built('small', '0.2.0', { '@small/sums': '0.2.0' }), sums];

  // As a release that ended after the first.
  await publishPackages([sums], words, () => undefined);
  expect([...packages.keys()]).toEqual(['@small/sums']);

  const published: string[] = [];
  await publishPackages(all, words, (name) => published.push(name));
  expect(published).toEqual(['small']);
  expect(Object.keys(packages.get('small')!.versions)).toEqual(['0.2.0']);

  const next = [built('small', '0.3.0', { '@small/sums': '0.3.0' }), built('@small/sums', '0.3.0')];
  published.length = 0;
  await publishPackages(next, words, (name) => published.push(name));
  expect(published).toEqual(['@small/sums', 'small']);
});

it('says what npm says where it refuses', async () => {
  const { words } = await registry();
  const nowhere = ['--registry=http://127.0.0.1:1/', '--fetch-retries=0', ...words.slice(1)];
  await expect(
    publishPackages([built('small', '0.2.0')], nowhere, () => undefined),
  ).rejects.toThrow(/ECONNREFUSED/);
});
