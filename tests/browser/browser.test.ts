// Needs a process of its own: esbuild works in the folder in which it was loaded, which another test may remove.
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { writeWav } from '@axiswise/audio';
import { useBackend } from '@axiswise/backend';
import { writePng } from '@axiswise/image';
import { Random } from '@axiswise/random';
import { Browser, findChromium, type OpenedPage } from '@axiswise/testing/browser';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../commands/axiswise.ts';
import { sharedRun } from '../commands/shared-runs.ts';
import { names, trainSmallNet } from './small-nets.ts';

const chromium = findChromium();
if (!chromium) {
  console.info('skipped: no Chromium to train in; apt-get install chromium, or set CHROMIUM');
}
const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-in-browser-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The script of the page, as a bundler for browsers makes it. */
async function bundlePage(): Promise<void> {
  const { warnings } = await build({
    entryPoints: [path.join(import.meta.dirname, 'page.ts')],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    outfile: path.join(folder, 'page.js'),
    logLevel: 'silent',
  });
  expect(warnings).toEqual([]);
}

describe('packages in a bundle for browsers', () => {
  // Whatever imports a module of Node does not resolve there.
  it('need nothing of Node', bundlePage);
});

describe.skipIf(!chromium)('in a browser', () => {
  let browser: Browser;
  let server: Server;
  let page: OpenedPage;
  const runs = new Map<string, string>();

  beforeAll(async () => {
    if (!existsSync(path.join(folder, 'page.js'))) await bundlePage();
    writeFileSync(
      path.join(folder, 'index.html'),
      '<link rel="icon" href="data:,"><script type="module" src="page.js"></script>',
    );
    server = await serve(runs);
    const { port } = server.address() as AddressInfo;
    browser = await Browser.start(chromium!);
    page = await browser.open(`http://localhost:${port}/index.html`, 800);
    await page.evaluate('axiswise.start()');
    await useBackend('wasm');
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it.each(names)('%s trains to the same weights as in Node', async (name) => {
    const here = await trainSmallNet(name);
    expect(here).toMatch(/^[0-9a-f]{64}$/);
    expect(await page.evaluate(`axiswise.trainSmallNet('${name}')`)).toBe(here);
  });

  it.each(['images', 'spectrograms', 'sentences', 'board'] as const)(
    'a run of %s that was trained in Node says the same of a raw file',
    async (name) => {
      const { runDir } = await sharedRun(name);
      runs.set(name, runDir);
      const file = path.join(folder, await writeExample(name));
      const { predictions } = await resultOf<{
        predictions: { probabilities: Record<string, number> }[];
      }>(['predict', runDir, file, '--probabilities']);
      const { configuration } = JSON.parse(readFileSync(path.join(runDir, 'run.json'), 'utf8')) as {
        configuration: { shape: number[] };
      };
      const encoding = path.join(runDir, 'encoding.json');
      const as = JSON.stringify({
        shape: configuration.shape,
        encoding: existsSync(encoding)
          ? (JSON.parse(readFileSync(encoding, 'utf8')) as unknown)
          : undefined,
      });
      const there = (await page.evaluate(
        `axiswise.predict('${name}', '${path.basename(file)}', ${as})`,
      )) as number[][];
      expect(there).toHaveLength(predictions.length);
      predictions.forEach(({ probabilities }, i) => {
        Object.values(probabilities).forEach((probability, j) =>
          expect(Math.abs(there[i][j] - probability)).toBeLessThan(1e-5),
        );
      });
    },
  );

  it('had no error on the page', () => expect(page.errors).toEqual([]));
});

/** Serves the page, the files of the wasm engine, and runs. */
async function serve(runs: ReadonlyMap<string, string>): Promise<Server> {
  const wasm = path.dirname(
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'),
  );
  const types: Readonly<Record<string, string>> = {
    ...{ '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' },
    '.wasm': 'application/wasm',
  };
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const [, first, second, ...rest] = pathname.split('/');
    const place =
      first === 'wasm'
        ? path.join(wasm, second)
        : first === 'runs'
          ? path.join(runs.get(second)!, ...rest)
          : path.join(folder, first);
    if (!existsSync(place)) response.writeHead(404).end();
    else {
      response.setHeader('content-type', types[path.extname(place)] ?? 'application/octet-stream');
      createReadStream(place).pipe(response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return server;
}

/** Writes a raw file of a domain. */
async function writeExample(
  name: 'images' | 'spectrograms' | 'sentences' | 'board',
): Promise<string> {
  const random = new Random(0, 'example', name);
  if (name === 'images') {
    const pixels = Uint8Array.from({ length: 28 * 28 }, () => random.integer(256));
    const shape = { height: 28, width: 28, channels: 1 };
    await writePng(path.join(folder, 'noise.png'), { ...shape, pixels });
    return 'noise.png';
  }
  const [file, content] = {
    spectrograms: () => {
      const samples = Float32Array.from({ length: 8000 }, () => random.normal(0, 0.1));
      return ['noise.wav', writeWav({ sampleRateHz: 16_000, samples })] as const;
    },
    sentences: () =>
      ['reviews.txt', 'a film that moves you\nthe plot is a mess, dull and slow\n'] as const,
    board: () => ['game.sgf', '(;GM[1]SZ[19];B[pd];W[dp];B[pp];W[dd])'] as const,
  }[name]();
  writeFileSync(path.join(folder, file), content);
  return file;
}
