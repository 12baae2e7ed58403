import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Experiment, loadExperiment } from '@axiswise/experiment';
import { runCommand, typescriptArguments } from '@axiswise/processes';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { beforeAll, describe, expect, it } from 'vitest';
import { epochMetrics, logTwoEpochs, startedRun } from '../logged-run.fixture.ts';
import { openLoggers } from '../open-loggers.ts';
import { crc32c } from './crc32c.ts';

const python = process.env['AXISWISE_PYTHON'];
if (python === undefined) {
  console.log('no TensorBoard reads the events: AXISWISE_PYTHON names no Python that has it');
}

let experiment: Experiment;
beforeAll(async () => {
  experiment = await loadExperiment('images');
});

const openLoggersModule = new URL('../open-loggers.ts', import.meta.url);

/** How a command is run as a user who owns nothing: root may write everywhere. */
const asNobody = ((): readonly string[] | undefined => {
  if (process.getuid?.() !== 0) return process.platform === 'win32' ? undefined : [];
  const command = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const [program, ...args] = [...command, 'cat', fileURLToPath(openLoggersModule)];
  return spawnSync(program, args).status === 0 ? command : undefined;
})();

const never = (line: string): never => {
  throw new Error(line);
};

it('computes the checksums of RFC 3720, appendix B.4', () => {
  expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa');
  expect(crc32c(new Uint8Array(32).fill(255)).toString(16)).toBe('62a8ab43');
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)).toString(16)).toBe('46dd794e');
});

/** A PNG of one black pixel. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

const read = `
import base64, json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
from tensorboard.plugins.hparams import plugin_data_pb2
found = EventAccumulator(sys.argv[1], size_guidance={"histograms": 0, "scalars": 0, "images": 0})
found.Reload()
scalars = {tag: [(e.step, e.value) for e in found.Scalars(tag)] for tag in found.Tags()["scalars"]}
histograms = {
    tag: [(e.step, e.histogram_value.num, e.histogram_value.min, e.histogram_value.max,
           list(e.histogram_value.bucket)) for e in found.Histograms(tag)]
    for tag in found.Tags()["histograms"]
}
images = {
    tag: [(e.step, e.width, e.height, base64.b64encode(e.encoded_image_string).decode())
          for e in found.Images(tag)]
    for tag in found.Tags()["images"]
}
plugin = found.PluginTagToContent("hparams")
parse = lambda tag: plugin_data_pb2.HParamsPluginData.FromString(plugin[tag])
start = parse("_hparams_/session_start_info").session_start_info
hparams = {
    name: getattr(value, value.WhichOneof("kind")) for name, value in start.hparams.items()
}
status = parse("_hparams_/session_end_info").session_end_info.status
print(json.dumps(dict(scalars=scalars, histograms=histograms, images=images, hparams=hparams,
                      group=start.group_name, status=status)))
`;

describe('the tensorboard log', () => {
  it.skipIf(python === undefined)('is read by TensorBoard', async () => {
    const runDir = path.join(temporaryFolder(), 'run');
    const drawPng = (): Promise<Uint8Array> => Promise.resolve(onePixel);
    await logTwoEpochs(await openLoggers(['tensorboard'], never, { drawPng }), runDir);
    const { stdout } = await runCommand(python!, ['-c', read, path.join(runDir, 'tensorboard')]);
    const found = JSON.parse(stdout) as {
      scalars: Record<string, [number, number][]>;
      histograms: Record<string, unknown[]>;
      images: Record<string, unknown[]>;
    };
    expect(found).toMatchObject({
      hparams: {
        strategy: 'slide-both',
        seed: 3,
        'training.optimizer.learningRate': 0.002,
        'training.restoreBest': true,
        'options.dropout': 0.4,
      },
      group: 'run',
      status: 1,
    });
    expect(Object.keys(found.scalars).sort()).toEqual([
      ...['examples_per_second', 'learning_rate', 'test/accuracy', 'test/loss'],
      ...['train/accuracy', 'train/loss', 'validation/accuracy', 'validation/loss'],
    ]);
    expect(found.scalars['train/loss']).toEqual([
      [1, 1],
      [2, 0.5],
    ]);
    expect(found.scalars['test/accuracy']).toEqual([[2, 0.75]]);
    const picture = onePixel.toString('base64');
    expect(found.images).toEqual({
      'filters/convolution_1': [
        [1, 1, 1, picture],
        [2, 1, 1, picture],
      ],
      'test/worst_examples': [[2, 1, 1, picture]],
    });
    const [[step, num, min, max, buckets]] = found.histograms['weights/dense_1/kernel'] as [
      [number, number, number, number, number[]],
    ];
    expect({ step, num, min, max }).toEqual({ step: 1, num: 4, min: -1, max: 1 });
    expect(buckets.reduce((sum, count) => sum + count)).toBe(4);
    expect(buckets[15]).toBe(1);
  });

  it('has records whose lengths and checksums agree', async () => {
    const folder = temporaryFolder();
    const runDir = path.join(folder, 'run');
    await logTwoEpochs(await openLoggers([`tensorboard=${folder}`], never), runDir);
    const place = path.join(folder, 'images', 'run');
    const [file] = readdirSync(place);
    const bytes = readFileSync(path.join(place, file));
    let records = 0;
    const unmask = (masked: number): number => {
      const turned = (masked - 0xa282ead8) >>> 0;
      return ((turned >>> 17) | (turned << 15)) >>> 0;
    };
    for (let at = 0; at < bytes.length; records++) {
      const length = Number(bytes.readBigUInt64LE(at));
      const data = bytes.subarray(at + 12, at + 12 + length);
      expect(unmask(bytes.readUInt32LE(at + 8))).toBe(crc32c(bytes.subarray(at, at + 8)));
      expect(unmask(bytes.readUInt32LE(at + 12 + length))).toBe(crc32c(data));
      at += 16 + length;
    }
    // The version, the hyperparameters, two epochs and the end.
    expect(records).toBe(5);
  });

  it('draws the first filters along their axes, and what was predicted worst', async () => {
    const drawn: string[] = [];
    const drawPng = (svg: string): Promise<Uint8Array> => {
      drawn.push(svg);
      return Promise.resolve(onePixel);
    };
    const runDir = path.join(temporaryFolder(), 'run');
    await logTwoEpochs(await openLoggers(['tensorboard'], never, { drawPng }), runDir);
    const [filters, again, worst, ...others] = drawn;
    expect([again, ...others]).toEqual([filters]);
    for (const text of ['Filters of convolution_1', '>filter 0<', '>filter 1<', '>height<']) {
      expect(filters).toContain(text);
    }
    expect(filters).toContain('2 of 2, colours from −0.500 to 0.500');
    // The wrong ones first: the fourth is taken for a.
    const order = [...worst.matchAll(/>test example (\d)</g)].map(([, index]) => index);
    expect(order).toEqual(['1', '3', '0', '2']);
    expect(worst).toContain('>predicted b (80 %)<');
    expect(worst).toContain('>true a<');
  });

  it('goes on without pictures where none can be drawn, and says so once', async () => {
    const lines: string[] = [];
    const runDir = path.join(temporaryFolder(), 'run');
    const drawPng = (): Promise<Uint8Array> => Promise.reject(new Error('no resvg here'));
    const loggers = await openLoggers(['tensorboard'], (line) => lines.push(line), { drawPng });
    await logTwoEpochs(loggers, runDir);
    expect(lines).toEqual(['the tensorboard log goes on without pictures: no resvg here']);
  });

  it('refuses a folder that cannot be written, before training', async () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(openLoggers([`tensorboard=${file}`], never)).rejects.toThrow(
      `cannot write ${file}: a file stands where a folder is needed`,
    );
    await expect(openLoggers([`tensorboard=/proc/axiswise`], never)).rejects.toThrow(
      'cannot write /proc/axiswise: the folder does not exist and cannot be made',
    );
    const runDir = path.join(temporaryFolder(), 'run');
    mkdirSync(runDir);
    writeFileSync(path.join(runDir, 'tensorboard'), '');
    const { observer } = await openLoggers(['tensorboard'], never);
    await expect(observer.onStart(startedRun(runDir, experiment))).rejects.toThrow(
      'a file stands where',
    );
  });

  it.skipIf(!asNobody)(
    `refuses a folder of somebody else${asNobody ? '' : ' (skipped: no other user can run this here)'}`,
    async () => {
      const parent = temporaryFolder();
      chmodSync(parent, 0o755);
      const folder = path.join(parent, 'locked');
      mkdirSync(folder, { mode: 0o555 });
      const entry = path.join(parent, 'entry.mjs');
      const [...loader] = typescriptArguments(openLoggersModule);
      const source = pathToFileURL(loader.pop()!).href;
      writeFileSync(
        entry,
        `import { openLoggers } from ${JSON.stringify(source)};
        await openLoggers([${JSON.stringify(`tensorboard=${folder}`)}], console.error)
          .catch((error) => console.log(error.name, error.message));`,
      );
      const [command, ...args] = [...asNobody!, process.execPath, ...loader, entry];
      const { stdout } = await runCommand(command, args, { cwd: parent });
      expect(stdout.trim()).toBe(
        `InputError cannot write ${folder}: you may not write there; choose another folder`,
      );
    },
  );

  it('ends with one line where writing fails later, and training goes on', async () => {
    const lines: string[] = [];
    const folder = temporaryFolder();
    const { observer, end } = await openLoggers([`tensorboard=${folder}`], (line) =>
      lines.push(line),
    );
    await observer.onStart(startedRun(path.join(folder, 'run'), experiment));
    for (const epoch of [1, 2]) {
      await observer.onEpoch(epochMetrics(epoch), [], () => Promise.reject(new Error('no room')));
    }
    await end();
    expect(lines).toEqual(['the tensorboard log ends here, and training goes on: no room']);
  });
});

it('knows no other logs', async () => {
  await expect(openLoggers(['tensorbord'], never)).rejects.toThrow(
    'there is no log "tensorbord"; did you mean "tensorboard"?',
  );
});
