import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadExperiment } from '@axiswise/experiment';
import { describe, expect, it, onTestFinished } from 'vitest';
import { epochMetrics, logTwoEpochs, startedRun } from '../logged-run.fixture.ts';
import { openLoggers } from '../open-loggers.ts';
import { MlflowClient } from './mlflow-client.ts';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** What the REST interface wants of each call, by its documentation. */
const required: Readonly<Record<string, readonly string[]>> = {
  'experiments/create': ['name'],
  'runs/create': ['experiment_id', 'run_name', 'start_time', 'tags'],
  'runs/log-batch': ['run_id'],
  'runs/update': ['run_id', 'status', 'end_time'],
};

const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0;
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isTime = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 1.7e12;

/** The types of what stands in lists, and the largest lists, by the documentation of log-batch and runs/create. */
const listed: Readonly<Record<string, { most: number; fields: Record<string, typeof isText> }>> = {
  metrics: {
    most: 1000,
    fields: { key: isText, value: isNumber, timestamp: isTime, step: Number.isSafeInteger },
  },
  params: { most: 100, fields: { key: isText, value: isText } },
  tags: { most: 100, fields: { key: isText, value: isText } },
};

const hasDocumentedLists = (body: Record<string, unknown>): boolean =>
  Object.entries(listed).every(([name, { most, fields }]) => {
    const items = (body[name] ?? []) as Record<string, unknown>[];
    return (
      items.length <= most &&
      items.every((item) => {
        const known = Object.keys(fields).sort().join() === Object.keys(item).sort().join();
        return known && Object.entries(fields).every(([field, test]) => test(item[field]));
      })
    );
  });

/** A server that records calls, checks them, and answers as a tracking server does. */
async function trackingServer(answer?: (call: Call) => number | 'never'): Promise<{
  readonly url: string;
  readonly calls: Call[];
}> {
  const calls: Call[] = [];
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const [, path] = /^\/api\/2\.0\/mlflow\/(.*)$/.exec(request.url!) ?? ['', 'unknown'];
      const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
      const call = { method: request.method!, path, body };
      calls.push(call);
      const status = answer?.(call) ?? 200;
      if (status === 'never') return;
      const missing = (required[path] ?? []).filter((field) => !(field in body));
      if (path.startsWith('experiments/get-by-name')) response.statusCode = 404;
      else response.statusCode = missing.length > 0 || !hasDocumentedLists(body) ? 400 : status;
      response.setHeader('Content-Type', 'application/json');
      const answers: Record<string, object> = {
        'experiments/create': { experiment_id: '7' },
        'runs/create': { run: { info: { run_id: 'abc' } } },
      };
      response.end(JSON.stringify(answers[path] ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls };
}

describe('the mlflow log', () => {
  it('makes the documented calls, in order', async () => {
    const { url, calls } = await trackingServer();
    const lines: string[] = [];
    await logTwoEpochs(await openLoggers([`mlflow=${url}/`], (line) => lines.push(line)), 'runs/a');
    expect(lines).toEqual([]);
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET experiments/get-by-name?experiment_name=images',
      'POST experiments/create',
      'POST runs/create',
      ...Array.from({ length: 4 }, () => 'POST runs/log-batch'),
      'POST runs/update',
    ]);
    expect(calls[2].body).toMatchObject({
      experiment_id: '7',
      run_name: 'slide-both seed 3',
      tags: [{ key: 'axiswise.runDir', value: 'runs/a' }],
    });
    const batches = calls.slice(3, 7).map(({ body }) => body);
    expect(batches.every(({ run_id: id }) => id === 'abc')).toBe(true);
    expect(batches[0]['params']).toContainEqual({
      key: 'training.optimizer.learningRate',
      value: '0.002',
    });
    const second = batches[2]['metrics'] as { key: string; value: number; step: number }[];
    expect(second).toContainEqual(
      expect.objectContaining({ key: 'validation/loss', value: 1, step: 2 }),
    );
    expect(batches[3]['metrics']).toContainEqual(
      expect.objectContaining({ key: 'test/accuracy', value: 0.75, step: 2 }),
    );
    expect(calls[7].body).toMatchObject({ run_id: 'abc', status: 'FINISHED' });
  });

  it('leaves out numbers that JSON does not have', async () => {
    const { url, calls } = await trackingServer();
    const lines: string[] = [];
    const { observer, end } = await openLoggers([`mlflow=${url}`], (line) => lines.push(line));
    await observer.onStart(startedRun('runs/a', await loadExperiment('images')));
    const metrics = { ...epochMetrics(1), train: { loss: NaN, accuracy: 0.1 } };
    await observer.onEpoch(metrics, [], () => Promise.resolve(new Map()));
    await end();
    expect(lines).toEqual([]);
    const sent = calls.flatMap(({ body }) => (body['metrics'] ?? []) as { key: string }[]);
    expect(sent.map(({ key }) => key)).toContain('train/accuracy');
    expect(sent.map(({ key }) => key)).not.toContain('train/loss');
    expect(calls.at(-1)!.body).toMatchObject({ status: 'FAILED' });
  });

  it('ends with one line where the server answers 500, and training goes on', async () => {
    const { url, calls } = await trackingServer(({ path }) =>
      path === 'runs/log-batch' ? 500 : 200,
    );
    const lines: string[] = [];
    await logTwoEpochs(await openLoggers([`mlflow=${url}`], (line) => lines.push(line)), 'runs/a');
    expect(lines).toEqual([
      `the mlflow log ends here, and training goes on: ${url} (runs/log-batch) answered 500`,
    ]);
    // It is not asked again.
    expect(calls.filter(({ path }) => path === 'runs/log-batch')).toHaveLength(1);
  });

  it('ends with one line where there is no server', async () => {
    // A port that was free a moment ago.
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    const lines: string[] = [];
    await logTwoEpochs(await openLoggers([`mlflow=${url}`], (line) => lines.push(line)), 'runs/a');
    expect(lines).toEqual([expect.stringMatching(/cannot be reached \(ECONNREFUSED\)$/)]);
  });

  it('does not wait for a server that hangs', async () => {
    const { url, calls } = await trackingServer(() => 'never');
    const { observer } = await openLoggers([`mlflow=${url}`], () => undefined);
    const start = performance.now();
    await observer.onStart(startedRun('runs/a', await loadExperiment('images')));
    for (const epoch of [1, 2]) {
      await observer.onEpoch(epochMetrics(epoch), [], () => Promise.resolve(new Map()));
    }
    expect(performance.now() - start).toBeLessThan(5000);
    const client = new MlflowClient(url, { timeoutMs: 100 });
    await expect(client.experimentNamed('images')).rejects.toThrow(
      `${url} (experiments/get-by-name) did not answer within 0.1 s`,
    );
    expect(calls.length).toBeGreaterThan(0);
  });

  it.each([undefined, '', 'localhost:5000', 'ftp://x'])('refuses the address %s', async (url) => {
    const word = url === undefined ? 'mlflow' : `mlflow=${url}`;
    await expect(openLoggers([word], () => undefined)).rejects.toThrow(
      'the mlflow log takes the address of a tracking server, mlflow=http://localhost:5000, got ',
    );
  });
});
