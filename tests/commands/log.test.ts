import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { axiswise, documentOf, smallRun, temporaryFolder } from './axiswise.ts';

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (name: string): string => path.join(scratch, name);

interface Trained {
  readonly weightsSha256: string;
  readonly epochs: number;
}

describe('axiswise train --log', () => {
  it('logs to TensorBoard, and trains the same when MLflow answers 500', async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url!);
      response.statusCode = 500;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    const plain = [...smallRun, '--run-dir', at('plain'), '--json'];
    const logged = [
      ...[...smallRun, '--run-dir', at('logged'), '--json'],
      ...['--log', 'tensorboard', `mlflow=${url}`],
    ];
    const outcome = await axiswise(logged);
    const { weightsSha256, epochs } = documentOf<Trained>(logged, outcome);
    expect(weightsSha256).toBe(documentOf<Trained>(plain, await axiswise(plain)).weightsSha256);
    const [line, ...others] = outcome.stderr
      .split('\n')
      .filter((each) => each.includes('mlflow log'));
    expect(line).toBe(
      `the mlflow log ends here, and training goes on: ${url} (experiments/get-by-name) answered 500`,
    );
    expect(others).toEqual([]);
    expect(paths).toHaveLength(1);
    expect(readdirSync(path.join(at('logged'), 'tensorboard'))).toEqual([
      expect.stringMatching(/^events\.out\.tfevents\.\d+\./),
    ]);
    const [events] = readdirSync(path.join(at('logged'), 'tensorboard'));
    const bytes = readFileSync(path.join(at('logged'), 'tensorboard', events)).toString('latin1');
    expect(bytes).toContain('filters/convolution_1');
    expect(bytes).toContain('test/worst_examples');
    // A picture of the filters after each epoch, and one of the test.
    expect(bytes.split('\x89PNG\r\n')).toHaveLength(1 + epochs + 1);
    // Asked for again, a finished run is not logged again.
    const again = await axiswise([...logged, '--resume']);
    expect(again.code).toBe(0);
    expect(readdirSync(path.join(at('logged'), 'tensorboard'))).toHaveLength(1);
  });

  it('refuses a folder that cannot be written, and unknown logs, before training', async () => {
    const file = at('file');
    writeFileSync(file, '');
    const run = at('refused');
    const refused = await axiswise([
      ...[...smallRun, '--run-dir', run],
      ...['--log', `tensorboard=${file}`],
    ]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(
      `cannot write ${file}: a file stands where a folder is needed`,
    );
    const unknown = await axiswise([...smallRun, '--run-dir', run, '--log', 'wandb']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('there is no log "wandb"');
    expect(readdirSync(scratch)).not.toContain('refused');
  });
});
