import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nativeBindingPath, nativeInstalled, tfjsNodeFolder } from '@axiswise/backend';
import { checkTraining, trainingCheckCommand } from './check-training.ts';
import {
  installNative,
  type InstallNativeOptions,
  NativeInstallationError,
} from './install-native.ts';
import { officialArchives } from './official-download.ts';
import { typescriptArguments } from '@axiswise/processes';

const archives = officialArchives(process.platform, process.arch, '4.22.0');

/** Replaces training: accepts the bindings of these tests that say `good`. */
const acceptGood = [
  process.execPath,
  '-e',
  `const text = require('fs').readFileSync(process.argv[1], 'utf8');
  if (!text.includes('good')) throw new Error('it crashes');
  console.log('greetings');
  console.log(JSON.stringify({ version: '9.9', losses: ['0.7', '0.6'] }));`,
];

let root: string;
let packageFolder: string;
let cacheDir: string;
let host: string;
let lines: string[];
let server: http.Server;
/** What the host serves; all else is 404. */
let served: Record<string, http.RequestListener>;
let requests: string[];

beforeEach(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'axiswise-native-'));
  packageFolder = path.join(root, 'tfjs-node');
  cacheDir = path.join(root, 'cache');
  mkdirSync(path.join(packageFolder, 'binding'), { recursive: true });
  writeFileSync(path.join(packageFolder, 'package.json'), '{ "version": "4.22.0" }');
  writeFileSync(path.join(packageFolder, 'binding', 'tfjs_binding.cc'), '');
  lines = [];
  requests = [];
  served = {};
  server = http.createServer((request, response) => {
    const address = (request.url as string).slice(1);
    requests.push(address);
    const listener = served[address];
    if (listener) listener(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true, force: true });
});

/** Options of an installation that reaches only the host of this test. */
const options = (more: InstallNativeOptions = {}): InstallNativeOptions => ({
  onProgress: (line) => lines.push(line),
  cacheDir,
  packageFolder,
  officialBaseUrl: host,
  pythons: ['axiswise-no-python'],
  compilers: ['axiswise-no-compiler'],
  checkCommand: acceptGood,
  ...more,
});

const binding = () => nativeBindingPath(packageFolder);
const cached = () => {
  const folder = path.join(cacheDir, 'native');
  return existsSync(folder) ? readdirSync(folder) : [];
};

/** A gzipped tar of these files, made by the tar that also unpacks. */
function archive(files: Record<string, string>): Buffer {
  const staging = mkdtempSync(path.join(root, 'staging-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(staging, name)), { recursive: true });
    writeFileSync(path.join(staging, name), text);
  }
  const { stdout } = spawnSync('tar', ['-czf', '-', '-C', staging, '.']);
  return stdout;
}

const send =
  (bytes: Buffer): http.RequestListener =>
  (_, response) =>
    response.setHeader('content-length', bytes.length).end(bytes);

function serveOfficial(bindingText: string): void {
  const library = { 'lib/libtensorflow.so.2.9.1': 'x'.repeat(1000), 'include/c.h': '' };
  served[archives.library] = send(archive(library));
  served[archives.binding] = send(archive({ 'napi-v8/tfjs_binding.node': bindingText }));
}

/** A command that is a script of Node. */
function command(name: string, code: string): string {
  const file = path.join(root, name);
  writeFileSync(file, `#!${process.execPath}\n${code}`);
  chmodSync(file, 0o755);
  return file;
}

/** A compiler that writes a binding instead; its arguments are kept beside it. */
const compiler = (bindingText: string) =>
  command(
    'compiler.cjs',
    `const fs = require('fs');
    const args = process.argv.slice(2);
    fs.writeFileSync(__dirname + '/arguments.json', JSON.stringify(args));
    fs.writeFileSync(args[args.indexOf('-o') + 1], ${JSON.stringify(bindingText)});`,
  );

describe('the official download', () => {
  test('is taken first: library in the cache, binding where tfjs-node looks', async () => {
    serveOfficial('good');
    const result = await installNative(options());
    expect(result).toEqual({
      installed: true,
      method: 'official',
      version: '9.9',
      libraryBytes: 1000,
      binding: binding(),
      summary:
        'native TensorFlow 9.9 (1.0 kB of libraries) was installed from the official download and trains',
    });
    expect(readFileSync(binding(), 'utf8')).toBe('good');
    expect(nativeInstalled(packageFolder)).toBe(true);
    expect(cached()).toEqual([`tfjs-node-4.22.0-official-${process.platform}-${process.arch}`]);
    expect(readdirSync(path.dirname(binding()))).toEqual(['tfjs_binding.node']);
    expect(lines.join('\n')).toContain(`downloading ${host}${archives.library} (`);
  });

  test('once installed is kept, without a request', async () => {
    serveOfficial('good');
    await installNative(options());
    requests = [];
    const again = await installNative(options());
    expect(again).toMatchObject({ installed: false, method: 'already', libraryBytes: 1000 });
    expect(again.summary).toContain('is installed already and trains');
    expect(requests).toEqual([]);
  });

  test('removes the remains of a killed call from the cache', async () => {
    serveOfficial('good');
    await installNative(options());
    const [name] = cached();
    // No process has this id: it is above the limit of every system.
    mkdirSync(path.join(cacheDir, 'native', `${name}.partial-99999999`));
    mkdirSync(path.join(cacheDir, 'native', `${name}.partial-${process.ppid}`));
    await installNative(options());
    expect(cached().sort()).toEqual([name, `${name}.partial-${process.ppid}`]);
  });

  test('comes from the cache after the packages were installed anew', async () => {
    serveOfficial('good');
    await installNative(options());
    rmSync(path.join(packageFolder, 'lib'), { recursive: true });
    requests = [];
    const again = await installNative(options());
    expect(again).toMatchObject({ installed: true, method: 'official', libraryBytes: 1000 });
    expect(again.summary).toContain('the official download as kept in the cache');
    expect(requests).toEqual([]);
  });

  test('is fetched again where the cache was deleted or went bad', async () => {
    serveOfficial('good');
    await installNative(options());
    rmSync(cacheDir, { recursive: true });
    expect(nativeInstalled(packageFolder)).toBe(false);
    expect(await installNative(options())).toMatchObject({ installed: true, method: 'official' });

    const [name] = cached();
    writeFileSync(nativeBindingPath(path.join(cacheDir, 'native', name)), 'bad');
    expect(await installNative(options())).toMatchObject({ installed: true, method: 'official' });
    expect(readFileSync(binding(), 'utf8')).toBe('good');
  });

  test('of the library gets a compiled binding where the prebuilt one does not train', async () => {
    serveOfficial('bad');
    const result = await installNative(options({ compilers: [compiler('good')] }));
    expect(result.method).toBe('official');
    expect(readFileSync(binding(), 'utf8')).toBe('good');
    expect(lines.join('\n')).toContain('the prebuilt binding is of no use here');
    const args = JSON.parse(readFileSync(path.join(root, 'arguments.json'), 'utf8')) as string[];
    expect(args).toContain(path.join(packageFolder, 'binding', 'tfjs_binding.cc'));
    expect(args.some((arg) => arg.endsWith('/deps/lib/libtensorflow.so.2.9.1'))).toBe(true);
  });
});

describe('where every method fails', () => {
  const failure = async (more?: InstallNativeOptions): Promise<string> => {
    const error = await installNative(options(more)).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(NativeInstallationError);
    // A failure of ours or of the network, not a mistake of the caller.
    expect(error).not.toHaveProperty('inputError');
    expect(existsSync(binding())).toBe(false);
    expect(cached()).toEqual([]);
    return (error as Error).message;
  };

  test('each is named with its reason', async () => {
    served[archives.library] = (_, response) => response.writeHead(403).end();
    expect(await failure()).toBe(
      'native TensorFlow could not be installed; the wasm backend works as before.\n' +
        `- the official download: ${host}${archives.library}: the server answers 403 Forbidden.\n` +
        '- the Python wheel: no Python was found (looked for axiswise-no-python); ' +
        'install Python 3 with pip.',
    );
  });

  test('an unreachable host is one of the reasons, at once', async () => {
    server.close();
    const start = performance.now();
    expect(await failure()).toContain('its host refuses connections');
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('a host that does not respond costs no more than its time limit', async () => {
    served[archives.library] = () => undefined;
    expect(await failure({ answerSeconds: 0.2 })).toContain(
      'the server does not answer within 0.2 s',
    );
  });

  test('an archive cut short by its connection does not count', async () => {
    const whole = archive({ 'lib/libtensorflow.so.2.9.1': 'x'.repeat(1000) });
    served[archives.library] = (_, response) => {
      response
        .setHeader('content-length', whole.length)
        .write(whole.subarray(0, 50), () => response.destroy());
    };
    expect(await failure()).toMatch(/the connection broke.* \(3 attempts\)/);
  });

  test('an archive that is cut short on the host does not count', async () => {
    const whole = archive({ 'lib/libtensorflow.so.2.9.1': 'x'.repeat(1000) });
    served[archives.library] = send(whole.subarray(0, whole.length - 20));
    expect(await failure()).toContain('the archive is damaged');
  });

  test('a page of a portal that answers 200 does not count', async () => {
    served[archives.library] = send(Buffer.from('<html>please log in</html>'));
    expect(await failure()).toContain('the archive is damaged');
  });

  test('an archive without the library does not count', async () => {
    served[archives.library] = send(archive({ 'lib/readme.txt': 'empty' }));
    expect(await failure()).toContain('holds no TensorFlow library');
  });

  test('a binding that fails its check is not left, nor are its libraries', async () => {
    serveOfficial('bad');
    expect(await failure({ compilers: [compiler('bad as well')] })).toContain(
      `the official download: the binding does not train: ${process.execPath} ended with code 1: Error: it crashes.`,
    );
  });

  test('an installation that stopped working is removed', async () => {
    mkdirSync(path.dirname(binding()), { recursive: true });
    writeFileSync(binding(), 'bad');
    await failure();
    expect(lines[0]).toMatch(/is of no use \(the binding does not train: .*: Error: it crashes\)/);
  });

  test('losses that are not finite are no training', async () => {
    serveOfficial('good');
    const diverges = [
      process.execPath,
      '-e',
      `console.log(JSON.stringify({ version: '9.9', losses: ['0.7', 'NaN'] }))`,
    ];
    expect(await failure({ checkCommand: diverges, compilers: [compiler('good')] })).toContain(
      'the binding trains to losses that are not finite: 0.7, NaN',
    );
  });

  test('a binding that ends its process quietly is no training', async () => {
    serveOfficial('good');
    const silent = [process.execPath, '-e', ''];
    expect(await failure({ checkCommand: silent, compilers: [compiler('good')] })).toContain(
      'ends its process before it has trained',
    );
  });
});

test('killed while it downloads, it leaves no valid installation, and the next call resumes', async () => {
  const whole = archive({ 'lib/libtensorflow.so.2.9.1': 'x' });
  const stalled = new Promise<void>((resolve) => {
    served[archives.library] = (_, response) => {
      response
        .setHeader('content-length', whole.length)
        .write(whole.subarray(0, 10), () => resolve());
    };
  });
  const entry = path.join(root, 'entry.mjs');
  const [...loader] = typescriptArguments(new URL('./install-native.ts', import.meta.url));
  const source = pathToFileURL(loader.pop() as string).href;
  writeFileSync(
    entry,
    `import { installNative } from ${JSON.stringify(source)};
    await installNative(${JSON.stringify({ packageFolder, cacheDir, officialBaseUrl: host })});`,
  );
  const child = spawn(process.execPath, [...loader, entry], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await stalled;
  child.kill('SIGKILL');
  await ended;
  expect(cached()).toEqual([expect.stringMatching(/official.*\.partial-\d+$/)]);
  expect(nativeInstalled(packageFolder)).toBe(false);

  serveOfficial('good');
  expect(await installNative(options())).toMatchObject({ installed: true, method: 'official' });
  expect(cached()).toEqual([`tfjs-node-4.22.0-official-${process.platform}-${process.arch}`]);
});

const pip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const noPip = pip ? '' : ' (skipped: python3 has no pip)';

describe.skipIf(!pip)(`the Python wheel${noPip}`, () => {
  /** Makes pip find this wheel and nothing else. */
  function offerWheel(version: string, files: Record<string, string>): void {
    const folder = path.join(root, 'index');
    mkdirSync(folder, { recursive: true });
    const info = `tensorflow_cpu-${version}.dist-info`;
    const members = {
      ...files,
      [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: tensorflow-cpu\nVersion: ${version}\n`,
      [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      [`${info}/RECORD`]: '',
    };
    const script = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    for name, text in json.loads(sys.argv[2]).items(): wheel.writestr(name, text)`;
    const wheel = path.join(folder, `tensorflow_cpu-${version}-py3-none-any.whl`);
    const { status } = spawnSync('python3', ['-c', script, wheel, JSON.stringify(members)]);
    expect(status).toBe(0);
    vi.stubEnv('PIP_NO_INDEX', '1');
    vi.stubEnv('PIP_FIND_LINKS', folder);
  }

  const libraries = {
    'tensorflow/libtensorflow_cc.so.2': 'c'.repeat(700),
    'tensorflow/libtensorflow_framework.so.2': 'f'.repeat(300),
    'tensorflow/include/tensorflow/c/c_api.h': '',
    'tensorflow/python/large.so': 'not needed',
  };

  test('is taken where the official host refuses, with a binding compiled for it', async () => {
    offerWheel('3.1.0', libraries);
    const result = await installNative(
      options({ pythons: ['axiswise-no-python', 'python3'], compilers: [compiler('good')] }),
    );
    expect(result).toMatchObject({ method: 'wheel', version: '9.9', libraryBytes: 1000 });
    expect(result.summary).toContain('was installed from the Python wheel and trains');
    expect(lines).toContainEqual(expect.stringContaining('the server answers 404 Not Found'));

    const [name] = cached();
    const kept = readdirSync(path.join(cacheDir, 'native', name), { recursive: true });
    expect(kept.map(String).sort()).toEqual([
      'deps',
      'deps/lib',
      'deps/lib/libtensorflow_cc.so.2',
      'deps/lib/libtensorflow_framework.so.2',
      'lib',
      'lib/napi-v8',
      'lib/napi-v8/tfjs_binding.node',
    ]);
    const args = JSON.parse(readFileSync(path.join(root, 'arguments.json'), 'utf8')) as string[];
    expect(args).toContain('-Wl,-rpath,$ORIGIN/../../deps/lib');
    expect(args.some((arg) => arg.endsWith('tensorflow/include'))).toBe(true);
  });

  /** Stands for a Python whose pip has the offered wheel at once: starting pip takes seconds. */
  const quickPython = (): string =>
    command(
      'python.cjs',
      `const fs = require('fs');
      const args = process.argv.slice(2);
      if (args[0] === '-m' && args[2] === 'download') {
        fs.cpSync(process.env.PIP_FIND_LINKS, args[args.indexOf('--dest') + 1], { recursive: true });
      } else if (args[0] === '-c') {
        process.exit(require('child_process').spawnSync('python3', args).status);
      }`,
    );

  const reason = async (more: InstallNativeOptions): Promise<string> => {
    const error = await installNative(options({ pythons: ['python3'], ...more })).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(NativeInstallationError);
    expect(cached()).toEqual([]);
    return (error as Error).message.split('- the Python wheel: ')[1];
  };

  test('that pip does not find is a reason in the words of pip', async () => {
    offerWheel('3.1.0', libraries);
    expect(await reason({ wheelRequirements: ['tensorflow-cpu==1.0'] })).toBe(
      'pip cannot download tensorflow-cpu==1.0: ' +
        'Could not find a version that satisfies the requirement tensorflow-cpu==1.0 ' +
        '(from versions: 3.1.0).',
    );
  });

  test('from an index that cannot be reached is a reason that says so', async () => {
    vi.stubEnv('PIP_INDEX_URL', 'http://127.0.0.1:9/simple');
    // Whatever else the machine of this test has configured is out of the way.
    vi.stubEnv('PIP_CONFIG_FILE', os.devNull);
    vi.stubEnv('PIP_EXTRA_INDEX_URL', '');
    vi.stubEnv('PIP_FIND_LINKS', '');
    vi.stubEnv('PIP_NO_INDEX', undefined);
    expect(await reason({})).toMatch(/^pip cannot reach the package index \(.*refused/);
  });

  test('without its libraries is a reason', async () => {
    offerWheel('3.1.0', { 'tensorflow/python/large.so': '' });
    expect(await reason({ pythons: [quickPython()] })).toContain(
      'does not hold libtensorflow_cc and libtensorflow_framework',
    );
  });

  test('without a compiler is a reason that says what to install', async () => {
    offerWheel('3.1.0', libraries);
    expect(await reason({ pythons: [quickPython()] })).toContain(
      'no C++ compiler was found (looked for axiswise-no-compiler)',
    );
  });

  test('whose binding does not compile is a reason in the words of the compiler', async () => {
    offerWheel('3.1.0', libraries);
    const failing = command(
      'failing.cjs',
      `console.error('In file included\\nfatal error: c_api.h: missing\\n1 error'); process.exit(1)`,
    );
    expect(await reason({ pythons: [quickPython()], compilers: [failing] })).toBe(
      'the binding does not compile: fatal error: c_api.h: missing.',
    );
  });
});

const installed = nativeInstalled();
test.skipIf(!installed)(
  `the binding that is installed here trains${installed ? '' : ' (skipped: native TensorFlow is not installed; npx axiswise native)'}`,
  async () => {
    const version = await checkTraining(
      nativeBindingPath(),
      tfjsNodeFolder(),
      trainingCheckCommand(),
    );
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  },
);

test('a file that is no shared library does not pass the real check', async () => {
  const copy = path.join(root, 'tfjs_binding.node');
  cpSync(path.join(packageFolder, 'package.json'), copy);
  await expect(checkTraining(copy, tfjsNodeFolder(), trainingCheckCommand())).rejects.toThrow(
    /the binding does not train: .*: Error: .*tfjs_binding\.node/,
  );
});
