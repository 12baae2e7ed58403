import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answerOf, axiswise, temporaryFolder } from './axiswise.ts';

interface DataAnswer {
  dataDir: string;
  datasets: { name: string; present: boolean; sha256ok: boolean | null; reason: string }[];
}

const mnistFiles = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
];

/** A mirror for the time of one test; `bytesOf` answers what lies at a path, if anything. */
async function mirror(
  bytesOf: (url: string) => Uint8Array | undefined,
): Promise<{ readonly env: Record<string, string>; readonly asked: string[] }> {
  const asked: string[] = [];
  let calls = 0;
  const server = http.createServer(({ url = '', headers }, response) => {
    asked.push(headers.range ? `${url} ${headers.range}` : url);
    const body = bytesOf(url);
    if (!body) return response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    response.writeHead(headers.range ? 206 : 200, {
      'content-length': body.length - from,
      ...(headers.range && { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
    });
    // The very first answer breaks off half way.
    if (calls++ > 0) return response.end(body.subarray(from));
    return response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
      setTimeout(() => response.destroy(), 50);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { env: { AXISWISE_MIRROR: `http://127.0.0.1:${port}/` }, asked };
}

const named = ({ datasets }: DataAnswer, name: string) =>
  datasets.find((dataset) => dataset.name === name);

describe('axiswise data', () => {
  it('lists every data set, and downloads nothing', async () => {
    const dataDir = path.join(temporaryFolder(), 'not-there-yet');
    const answer = await answerOf<DataAnswer>(['data', 'list', '--data-dir', dataDir]);
    expect(answer.dataDir).toBe(dataDir);
    const names = answer.datasets.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['digits', 'mnist', 'fashion-mnist', 'cifar-10']));
    expect(named(answer, 'digits')).toMatchObject({ present: true, sha256ok: null });
    for (const name of ['fsdd', 'tygem-9d']) {
      expect(named(answer, name)).toMatchObject({ present: false, sha256ok: null });
      expect(named(answer, name)!.reason).toMatch(/^absent; .*github\.com/);
    }
    expect(named(answer, 'mnist')).toMatchObject({
      present: false,
      sha256ok: null,
      reason: 'train-images-idx3-ubyte.gz is missing',
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  it('takes the data folder from $AXISWISE_DATA_DIR', async () => {
    const dataDir = temporaryFolder();
    const env = { AXISWISE_DATA_DIR: dataDir };
    expect((await answerOf<DataAnswer>(['data', 'list', 'mnist'], { env })).dataDir).toBe(dataDir);
  });

  it('refuses wrong bytes: names the mirror, leaves nothing under the name of the file', async () => {
    const dataDir = temporaryFolder();
    const { env, asked } = await mirror(() => Buffer.from('wrong bytes, whoever asks'));
    const call = ['data', 'fetch', 'mnist', '--data-dir', dataDir, '--json'];
    const { code, stdout, stderr } = await axiswise(call, { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const sentence = stderr.trim().split('\n').at(-1);
    expect(sentence).toContain('train-images-idx3-ubyte.gz could not be downloaded');
    expect(sentence).toContain(`${env['AXISWISE_MIRROR']}mnist/train-images-idx3-ubyte.gz: wrong`);
    expect(sentence).toContain(path.join(dataDir, 'mnist', 'train-images-idx3-ubyte.gz'));
    expect(asked[0]).toBe('/mnist/train-images-idx3-ubyte.gz');
    expect(readdirSync(path.join(dataDir, 'mnist'))).toEqual([]);
  });

  it('says so where the mirror lacks the file', async () => {
    const { env } = await mirror(() => undefined);
    const call = ['data', 'fetch', 'mnist', '--data-dir', temporaryFolder()];
    const { code, stderr } = await axiswise(call, { env });
    expect(code).toBe(2);
    expect(stderr).toContain('the server answers 404 Not Found');
  });

  it('verifies: a damaged file is named, code 2', async () => {
    const dataDir = temporaryFolder();
    mkdirSync(path.join(dataDir, 'mnist'));
    for (const file of mnistFiles) writeFileSync(path.join(dataDir, 'mnist', file), 'damaged');
    const { code, stderr } = await axiswise(['data', 'verify', 'mnist', '--data-dir', dataDir]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /mnist: train-images-idx3-ubyte\.gz: .* sha256 .* get it again with: axiswise data fetch mnist/,
    );
  });

  it.each([
    [['fetch'], 'name what to fetch'],
    [['fetch', 'mnsit'], 'mnist'],
    [['delete'], 'list'],
    [['list', '--data-dri', 'x'], 'data-dri'],
  ])('refuses %j', async (words, message) => {
    const { code, stdout, stderr } = await axiswise(['data', ...words, '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

const real = path.join(process.env['AXISWISE_DATA_DIR'] ?? '', 'mnist');
const absent = !process.env['AXISWISE_DATA_DIR'] || !existsSync(path.join(real, mnistFiles[0]));

describe.skipIf(absent)(
  `axiswise data with the real MNIST${absent ? ' (skipped: no mnist in $AXISWISE_DATA_DIR)' : ''}`,
  () => {
    it('fetches over a connection that breaks, verifies, and mends what was damaged', async () => {
      const dataDir = path.join(temporaryFolder(), 'data');
      const { env, asked } = await mirror((url) =>
        readFileSync(path.join(real, path.posix.basename(url))),
      );
      const data = (action: string) =>
        answerOf<DataAnswer>(['data', action, 'mnist', '--data-dir', dataDir], { env });
      const whole = [{ name: 'mnist', present: true, sha256ok: true, reason: '' }];

      expect((await data('fetch')).datasets).toMatchObject(whole);
      const [first, ...others] = mnistFiles.map((file) => `/mnist/${file}`);
      expect(asked[0]).toBe(first);
      expect(asked[1]).toMatch(new RegExp(`^${first} bytes=[1-9]\\d*-$`));
      expect(asked.slice(2)).toEqual(others);
      expect(readdirSync(path.join(dataDir, 'mnist')).sort()).toEqual([...mnistFiles].sort());
      expect((await data('verify')).datasets).toMatchObject(whole);

      // What is there and right is not downloaded again.
      asked.length = 0;
      await data('fetch');
      expect(asked).toEqual([]);

      const labels = path.join(dataDir, 'mnist', 't10k-labels-idx1-ubyte.gz');
      writeFileSync(labels, readFileSync(labels).subarray(0, -20));
      expect((await data('list')).datasets).toMatchObject([{ present: true, sha256ok: null }]);
      await expect(data('verify')).rejects.toThrow(
        /ended with 2:\n[^]*t10k-labels-idx1-ubyte\.gz: its gzip is damaged/,
      );
      expect((await data('fetch')).datasets).toMatchObject(whole);
      expect(asked).toEqual(['/mnist/t10k-labels-idx1-ubyte.gz']);

      const run = path.join(path.dirname(dataDir), 'run');
      const words = ['train', 'images', '--data', 'mnist', '--data-dir', dataDir];
      const small = ['--train-examples', '200', '--epochs', '1', '--strategy', 'linear'];
      expect(await answerOf([...words, ...small, '--run-dir', run])).toMatchObject({
        data: 'mnist',
        trainExamples: 200,
        testExamples: 10_000,
      });
    }, 180_000);
  },
);
