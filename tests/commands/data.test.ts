import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';
import { type DataList, mirror, mnistFiles } from './data-mirror.ts';

const named = ({ datasets }: DataList, name: string) =>
  datasets.find((dataset) => dataset.name === name);

describe('axiswise data', () => {
  it('lists every data set, and downloads nothing', async () => {
    const dataDir = path.join(temporaryFolder(), 'not-there-yet');
    // Of an option that is given twice, the last value counts.
    const words = ['data', 'list', '--data-dir', '/elsewhere', '--data-dir', dataDir];
    const result = await resultOf<DataList>(words);
    expect(result.dataDir).toBe(dataDir);
    const names = result.datasets.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['digits', 'mnist', 'fashion-mnist', 'cifar-10']));
    expect(named(result, 'digits')).toMatchObject({ present: true, sha256ok: null });
    for (const name of ['fsdd', 'tygem-9d']) {
      expect(named(result, name)).toMatchObject({ present: false, sha256ok: null });
      expect(named(result, name)!.reason).toMatch(/^absent; .*github\.com/);
    }
    expect(named(result, 'mnist')).toMatchObject({
      present: false,
      sha256ok: null,
      reason: 'train-images-idx3-ubyte.gz is missing',
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  it('takes the data folder from $AXISWISE_DATA_DIR', async () => {
    const dataDir = temporaryFolder();
    const env = { AXISWISE_DATA_DIR: dataDir };
    expect((await resultOf<DataList>(['data', 'list', 'mnist'], { env })).dataDir).toBe(dataDir);
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
    [['fetch'], 'name the data to fetch'],
    [['fetch', 'mnsit'], 'mnist'],
    [['delete'], 'list'],
    [['list', '--data-dri', 'x'], 'data-dri'],
  ])('refuses %j', async (words, message) => {
    const { code, stdout, stderr } = await axiswise(['data', ...words, '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
