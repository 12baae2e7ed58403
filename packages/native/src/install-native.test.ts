import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  kernelLibraryPath,
  nativeBindingPath,
  nativeInstalled,
  tfjsNodeFolder,
} from '@axiswise/backend';
import { typescriptArguments } from '@axiswise/processes';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkTraining, trainingCheckCommand } from './check-training.ts';
import {
  installNative,
  type InstallNativeOptions,
  type NativeInstallation,
  NativeInstallationError,
} from './install-native.ts';
import { archives, Installation, send } from './installation.fixture.ts';

let here: Installation;
beforeEach(async () => {
  here = await Installation.prepare();
});
afterEach(() => here.remove());

describe('the official download', () => {
  test('is taken first: library in the cache, binding where tfjs-node looks', async () => {
    here.serveOfficial('good');
    const result = await installNative(here.options());
    expect(result).toEqual({
      installed: true,
      method: 'official',
      version: '9.9',
      libraryBytes: 1000,
      binding: here.binding,
      kernels: false,
      summary:
        'native TensorFlow 9.9 (1.0 kB of libraries) was installed from the official download and trains, ' +
        'more slowly than with our kernels: no C++ compiler was found (looked for axiswise-no-compiler); ' +
        'install one, for example with: apt-get install g++',
    });
    expect(readFileSync(here.binding, 'utf8')).toBe('good');
    expect(nativeInstalled(here.packageFolder)).toBe(true);
    expect(here.cached()).toEqual([
      `tfjs-node-4.22.0-official-${process.platform}-${process.arch}`,
    ]);
    expect(readdirSync(path.dirname(here.binding))).toEqual(['tfjs_binding.node']);
    expect(here.lines.join('\n')).toContain(`downloading ${here.host}${archives.library} (`);
  });

  test('once installed is kept, without a request', async () => {
    here.serveOfficial('good');
    await installNative(here.options());
    here.requests = [];
    const again = await installNative(here.options());
    expect(again).toMatchObject({ installed: false, method: 'already', libraryBytes: 1000 });
    expect(again.summary).toContain('is installed already and trains');
    expect(here.requests).toEqual([]);
  });

  test('removes the remains of a killed call from the cache', async () => {
    here.serveOfficial('good');
    await installNative(here.options());
    const [name] = here.cached();
    // No process has this id: it is above the limit of every system.
    mkdirSync(path.join(here.cacheDir, 'native', `${name}.partial-99999999`));
    mkdirSync(path.join(here.cacheDir, 'native', `${name}.partial-${process.ppid}`));
    await installNative(here.options());
    expect(here.cached().sort()).toEqual([name, `${name}.partial-${process.ppid}`]);
  });

  test('comes from the cache after the packages were installed anew', async () => {
    here.serveOfficial('good');
    await installNative(here.options());
    rmSync(path.join(here.packageFolder, 'lib'), { recursive: true });
    here.requests = [];
    const again = await installNative(here.options());
    expect(again).toMatchObject({ installed: true, method: 'official', libraryBytes: 1000 });
    expect(again.summary).toContain('the official download as kept in the cache');
    expect(here.requests).toEqual([]);
  });

  test('is fetched again where the cache was deleted', async () => {
    here.serveOfficial('good');
    await installNative(here.options());
    rmSync(here.cacheDir, { recursive: true });
    expect(nativeInstalled(here.packageFolder)).toBe(false);
    expect(await installNative(here.options())).toMatchObject({
      installed: true,
      method: 'official',
    });
  });

  test('comes over https alone, unless told otherwise', async () => {
    here.serveOfficial('good');
    await expect(installNative(here.options({ allowHttp: false }))).rejects.toThrow(
      `${archives.library}: ${here.host.slice(0, -1)} is not https, so anyone on the way could change the file`,
    );
    expect(here.requests).toEqual([]);
  });

  test('with another checksum than the known one is not even unpacked', async () => {
    here.serveOfficial('good');
    const checksums = { [archives.library]: '0'.repeat(64) };
    await expect(installNative(here.options({ checksums }))).rejects.toThrow(
      /wrong content: it has the sha256 [0-9a-f]{64} instead of 0{64}/,
    );
    expect(here.cached()).toEqual([]);
  });

  test('with the known checksum says so', async () => {
    here.serveOfficial('good');
    const bytes = here.archive({ 'lib/libtensorflow.so.2.9.1': 'x' });
    here.served[archives.library] = send(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await installNative(here.options({ checksums: { [archives.library]: sha256 } }));
    expect(here.lines).toContain(`its SHA-256 is ${sha256}, as expected`);
    expect(here.lines).toContainEqual(
      expect.stringMatching(/^its SHA-256 is [0-9a-f]{64}; none is known to compare it with$/),
    );
  });

  test('of the library gets a compiled binding where the prebuilt one does not train', async () => {
    here.serveOfficial('bad');
    const result = await installNative(here.options({ compilers: [here.compiler('good')] }));
    expect(result.method).toBe('official');
    expect(readFileSync(here.binding, 'utf8')).toBe('good');
    expect(here.lines.join('\n')).toContain('the prebuilt binding is of no use here');
    const [args] = here.compilations();
    expect(args).toContain(path.join(here.packageFolder, 'binding', 'tfjs_binding.cc'));
    expect(args.some((arg) => arg.endsWith('/deps/lib/libtensorflow.so.2.9.1'))).toBe(true);
  });
});

describe('our kernels', () => {
  const besideBinding = (): string[] =>
    readdirSync(path.dirname(realpathSync(here.binding))).sort();

  test('are compiled for each instruction set and put beside the binding, once', async () => {
    here.serveOfficial('good');
    const compilers = [here.compiler('good')];
    const result = await installNative(here.options({ compilers }));
    expect(result).toMatchObject({ kernels: true });
    expect(result.summary).toMatch(/ and trains, with our kernels$/);
    const objects = process.arch === 'x64' ? 3 : 1;
    expect(here.compilations().filter((args) => args.includes('-c'))).toHaveLength(objects);
    expect(here.compilations().at(-1)!.join(' ')).toContain('/deps/lib/libtensorflow.so.2.9.1');
    expect(besideBinding()).toEqual([
      path.basename(kernelLibraryPath(here.packageFolder)),
      'tfjs_binding.node',
    ]);

    const again = await installNative(here.options({ compilers }));
    expect(again).toMatchObject({ installed: false, kernels: true });
    expect(here.compilations()).toHaveLength(objects + 1);
  });

  test('of other source files stay, since another clone may use them', async () => {
    here.serveOfficial('good');
    await installNative(here.options());
    const folder = path.dirname(realpathSync(here.binding));
    writeFileSync(path.join(folder, 'axiswise_kernels_000000000000.node'), '');
    await installNative(here.options({ compilers: [here.compiler('good')] }));
    expect(besideBinding()).toEqual([
      'axiswise_kernels_000000000000.node',
      path.basename(kernelLibraryPath(here.packageFolder)),
      'tfjs_binding.node',
    ]);
  });

  test('that are not as they were compiled are compiled anew', async () => {
    here.serveOfficial('good');
    const compilers = [here.compiler('good')];
    await installNative(here.options({ compilers }));
    const library = kernelLibraryPath(here.packageFolder);
    writeFileSync(library, 'good, but changed');
    expect(await installNative(here.options({ compilers }))).toMatchObject({ kernels: true });
    expect(readFileSync(library, 'utf8')).toBe('good');
    expect(here.lines).toContain(`${library} differs from its recorded SHA-256`);
  });

  test('that do not train are not installed, and nothing is left of them', async () => {
    here.serveOfficial('good');
    const result = await installNative(here.options({ compilers: [here.compiler('bad')] }));
    expect(result.kernels).toBe(false);
    expect(result.summary).toContain(
      'more slowly than with our kernels: the binding does not train',
    );
    expect(besideBinding()).toEqual(['tfjs_binding.node']);
  });

  test('that do not compile are named with the error of the compiler', async () => {
    here.serveOfficial('good');
    const failing = here.command(
      'failing.cjs',
      `console.error('loops.cc:3:1: error: unknown type'); process.exit(1);`,
    );
    const result = await installNative(here.options({ compilers: [failing] }));
    expect(result.summary).toContain('a file of them does not compile: loops.cc:3:1: error');
    expect(besideBinding()).toEqual(['tfjs_binding.node']);
  });
});

describe('where every method fails', () => {
  const failure = async (more?: InstallNativeOptions): Promise<string> => {
    const error = await installNative(here.options(more)).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(NativeInstallationError);
    // A failure of ours or of the network, not a mistake of the caller.
    expect(error).not.toHaveProperty('inputError');
    expect(existsSync(here.binding)).toBe(false);
    expect(here.cached()).toEqual([]);
    return (error as Error).message;
  };

  test('each is named with its reason', async () => {
    here.served[archives.library] = (_, response) => response.writeHead(403).end();
    expect(await failure()).toBe(
      'native TensorFlow could not be installed; the wasm backend works as before.\n' +
        `- the official download: ${here.host}${archives.library}: the server answers 403 Forbidden.\n` +
        '- the Python wheel: no Python was found (looked for axiswise-no-python); ' +
        'install Python 3 with pip.',
    );
  });

  test('an unreachable host is one of the reasons, at once', async () => {
    here.server.close();
    const start = performance.now();
    expect(await failure()).toContain('its host refuses connections');
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('a host that does not respond costs no more than its time limit', async () => {
    here.served[archives.library] = () => undefined;
    expect(await failure({ answerSeconds: 0.2 })).toContain(
      'the server does not answer within 0.2 s',
    );
  });

  test('an archive cut short by its connection does not count', async () => {
    const whole = here.archive({ 'lib/libtensorflow.so.2.9.1': 'x'.repeat(1000) });
    here.served[archives.library] = (_, response) => {
      response
        .setHeader('content-length', whole.length)
        .write(whole.subarray(0, 50), () => response.destroy());
    };
    expect(await failure()).toMatch(/the connection broke.* \(3 attempts\)/);
  });

  test('an archive that is cut short on the host does not count', async () => {
    const whole = here.archive({ 'lib/libtensorflow.so.2.9.1': 'x'.repeat(1000) });
    here.served[archives.library] = send(whole.subarray(0, whole.length - 20));
    expect(await failure()).toContain('the archive is damaged');
  });

  test('a page of a portal that answers 200 does not count', async () => {
    here.served[archives.library] = send(Buffer.from('<html>please log in</html>'));
    expect(await failure()).toContain('the archive is damaged');
  });

  test('an archive without the library does not count', async () => {
    here.served[archives.library] = send(here.archive({ 'lib/readme.txt': 'empty' }));
    expect(await failure()).toContain('holds no TensorFlow library');
  });

  test('a binding that fails its check is not left, nor are its libraries', async () => {
    here.serveOfficial('bad');
    expect(await failure({ compilers: [here.compiler('bad as well')] })).toContain(
      `the official download: the binding does not train: ${process.execPath} ended with code 1: Error: it crashes.`,
    );
  });

  test('an installation that stopped working is removed', async () => {
    mkdirSync(path.dirname(here.binding), { recursive: true });
    writeFileSync(here.binding, 'bad');
    await failure();
    expect(here.lines[0]).toMatch(
      /is of no use \(the binding does not train: .*: Error: it crashes\)/,
    );
  });

  test('losses that are not finite are no training', async () => {
    here.serveOfficial('good');
    const diverges = [
      process.execPath,
      '-e',
      `console.log(JSON.stringify({ version: '9.9', losses: ['0.7', 'NaN'] }))`,
    ];
    expect(await failure({ checkCommand: diverges, compilers: [here.compiler('good')] })).toContain(
      'the binding trains to losses that are not finite: 0.7, NaN',
    );
  });

  test('a binding that ends its process quietly is no training', async () => {
    here.serveOfficial('good');
    const silent = [process.execPath, '-e', ''];
    expect(await failure({ checkCommand: silent, compilers: [here.compiler('good')] })).toContain(
      'ends its process before it has trained',
    );
  });
});

test('killed while it downloads, it leaves no valid installation, and the next call resumes', async () => {
  const whole = here.archive({ 'lib/libtensorflow.so.2.9.1': 'x' });
  const stalled = new Promise<void>((resolve) => {
    here.served[archives.library] = (_, response) => {
      response
        .setHeader('content-length', whole.length)
        .write(whole.subarray(0, 10), () => resolve());
    };
  });
  const entry = path.join(here.root, 'entry.mjs');
  const [...loader] = typescriptArguments(new URL('./install-native.ts', import.meta.url));
  const source = pathToFileURL(loader.pop() as string).href;
  const { packageFolder, cacheDir, host } = here;
  const reaching = {
    packageFolder,
    cacheDir,
    officialBaseUrl: host,
    allowHttp: true,
    checksums: {},
  };
  writeFileSync(
    entry,
    `import { installNative } from ${JSON.stringify(source)};
    await installNative(${JSON.stringify(reaching)});`,
  );
  const child = spawn(process.execPath, [...loader, entry], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await stalled;
  child.kill('SIGKILL');
  await ended;
  expect(here.cached()).toEqual([expect.stringMatching(/official.*\.partial-\d+$/)]);
  expect(nativeInstalled(here.packageFolder)).toBe(false);

  here.serveOfficial('good');
  expect(await installNative(here.options())).toMatchObject({
    installed: true,
    method: 'official',
  });
  expect(here.cached()).toEqual([`tfjs-node-4.22.0-official-${process.platform}-${process.arch}`]);
});

describe('what lies in the cache', () => {
  const cached = (...parts: string[]): string =>
    path.join(here.cacheDir, 'native', here.cached()[0], ...parts);
  const library = path.join('deps', 'lib', 'libtensorflow.so.2.9.1');
  /** As after another `npm ci`. */
  const installAnew = (more?: InstallNativeOptions): Promise<NativeInstallation> => {
    rmSync(path.join(here.packageFolder, 'lib'), { recursive: true, force: true });
    here.requests = [];
    return installNative(here.options(more));
  };

  beforeEach(async () => {
    here.serveOfficial('good');
    await installNative(here.options());
  });

  test('has its checksums beside it, as sha256sum reads them', () => {
    const sha256 = createHash('sha256').update('x'.repeat(1000)).digest('hex');
    const lines = readFileSync(cached('SHA256SUMS'), 'utf8').trim().split('\n');
    expect(lines).toEqual([
      `${sha256}  deps/lib/libtensorflow.so.2.9.1`,
      `${createHash('sha256').update('good').digest('hex')}  lib/napi-v8/tfjs_binding.node`,
    ]);
  });

  test.each([
    [
      'a library that was changed',
      () => writeFileSync(cached(library), 'y'.repeat(1000)),
      /SHA-256/,
    ],
    ['a library that is missing', () => rmSync(cached(library)), /it is missing/],
    [
      'a binding that was changed',
      () => writeFileSync(cached('lib', 'napi-v8', 'tfjs_binding.node'), 'good, but another'),
      /SHA-256/,
    ],
  ])('is refused with %s, and stays as it is', async (_, change, reason) => {
    change();
    for (const install of [() => installNative(here.options()), installAnew]) {
      const error = (await install().catch((cause: unknown) => cause)) as Error;
      expect(error).toBeInstanceOf(NativeInstallationError);
      expect(error.message).toMatch(reason);
      expect(error.message).toMatch(
        /^\S+ is not what was installed: .*; remove the folder \S+ and call/,
      );
    }
    expect(existsSync(here.binding)).toBe(false);
    expect(here.requests).toEqual([]);
    rmSync(cached(), { recursive: true });
    expect(await installAnew()).toMatchObject({ installed: true, method: 'official' });
  });

  test('of an earlier version gets its checksums when it has trained', async () => {
    const before = readFileSync(cached('SHA256SUMS'), 'utf8');
    for (const install of [() => installNative(here.options()), installAnew]) {
      rmSync(cached('SHA256SUMS'));
      await install();
      expect(readFileSync(cached('SHA256SUMS'), 'utf8')).toBe(before);
    }
    expect(here.lines).toContainEqual(expect.stringMatching(/^recorded the SHA-256 of/));
  });

  test('stays where it does not train here: it may train elsewhere', async () => {
    const fails = [process.execPath, '-e', `throw new Error('an instruction is missing')`];
    await expect(installAnew({ checkCommand: fails })).rejects.toThrow(
      /the official download: what is kept in \S+ is of no use here \(.*an instruction is missing\); remove it/,
    );
    expect(here.requests).toEqual([]);
    expect(await installAnew()).toMatchObject({ installed: true });
    expect(here.requests).toEqual([]);
  });

  const waits = `setTimeout(() => undefined, 60_000);`;
  test.each([
    ['takes too long', waits, { checkSeconds: 0.5 }, 'was not done within 0.5 s'],
    ['is killed', `process.kill(process.pid, 'SIGKILL'); ${waits}`, {}, 'was ended by SIGKILL'],
    ['is ended', `process.kill(process.pid, 'SIGTERM'); ${waits}`, {}, 'was ended by SIGTERM'],
    ['is interrupted', `process.kill(process.pid, 'SIGINT'); ${waits}`, {}, 'was ended by SIGINT'],
  ])('stays while a check %s', async (_, code, more, reason) => {
    const check = { ...more, checkCommand: [process.execPath, '-e', code] };
    const both = [() => installNative(here.options(check)), () => installAnew(check)];
    for (const [i, install] of both.entries()) {
      await expect(install()).rejects.toThrow(`${reason}`);
      await expect(install()).rejects.toThrow('nothing was removed, so call it again to go on');
      expect(existsSync(cached(library))).toBe(true);
      // An installation stays linked; a new one is not linked before it has trained.
      expect(existsSync(here.binding)).toBe(i === 0);
    }
    expect(here.requests).toEqual([]);
    expect(await installAnew()).toMatchObject({ installed: true });
  });

  test('is there where the first check was interrupted, for the next call to check', async () => {
    rmSync(cached(), { recursive: true });
    const check = { checkSeconds: 0.5, checkCommand: [process.execPath, '-e', waits] };
    await expect(installAnew(check)).rejects.toThrow('was not done within 0.5 s');
    expect(existsSync(here.binding)).toBe(false);
    const result = await installAnew();
    expect(result.summary).toContain('the official download as kept in the cache');
    expect(here.requests).toEqual([]);
  });
});

const realCheck = (): Parameters<typeof checkTraining>[1] => ({
  packageFolder: tfjsNodeFolder(),
  checkCommand: trainingCheckCommand(),
  checkSeconds: 120,
});

const installed = nativeInstalled();
test.skipIf(!installed)(
  `the binding that is installed here trains${installed ? '' : ' (skipped: native TensorFlow is not installed; npx axiswise native)'}`,
  async () => {
    const version = await checkTraining(nativeBindingPath(), realCheck());
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  },
);

test('a file that is no shared library does not pass the real check', async () => {
  const copy = path.join(here.root, 'tfjs_binding.node');
  cpSync(path.join(here.packageFolder, 'package.json'), copy);
  await expect(checkTraining(copy, realCheck())).rejects.toThrow(
    /the binding does not train: .*: Error: .*tfjs_binding\.node/,
  );
});
