import { spawnSync } from 'node:child_process';
import {
  chmodSync,
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
import { nativeBindingPath } from '@axiswise/backend';
import {
  installNative,
  type InstallNativeOptions,
  NativeInstallationError,
} from './install-native.ts';
import { officialArchives } from './official-download.ts';

export const archives = officialArchives(process.platform, process.arch, '4.22.0');

/** Replaces training: accepts the bindings and kernels of these tests that say `good`. */
const acceptGood = [
  process.execPath,
  '-e',
  `const [binding, , kernels] = process.argv.slice(1);
  const files = kernels === undefined ? [binding] : [binding, kernels];
  const texts = files.map((file) => require('fs').readFileSync(file, 'utf8'));
  if (!texts.every((text) => text.includes('good'))) throw new Error('it crashes');
  console.log('greetings');
  console.log(JSON.stringify({ version: '9.9', losses: ['0.7', '0.6'] }));`,
];

/** A folder of its own for each test, with a package to install into and a host to install from. */
export class Installation {
  readonly root = mkdtempSync(path.join(os.tmpdir(), 'axiswise-native-'));
  readonly packageFolder = path.join(this.root, 'tfjs-node');
  readonly cacheDir = path.join(this.root, 'cache');
  /** What was said. */
  readonly lines: string[] = [];
  /** What the host serves; all else is 404. */
  readonly served: Record<string, http.RequestListener> = {};
  /** What the host was asked for. */
  requests: string[] = [];
  readonly server = http.createServer((request, response) => {
    const address = (request.url as string).slice(1);
    this.requests.push(address);
    const listener = this.served[address];
    if (listener) listener(request, response);
    else response.writeHead(404).end();
  });
  #host: string | undefined;

  static async prepare(): Promise<Installation> {
    const prepared = new Installation();
    const { packageFolder, server } = prepared;
    mkdirSync(path.join(packageFolder, 'binding'), { recursive: true });
    writeFileSync(path.join(packageFolder, 'package.json'), '{ "version": "4.22.0" }');
    writeFileSync(path.join(packageFolder, 'binding', 'tfjs_binding.cc'), '');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    prepared.#host = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return prepared;
  }

  remove(): void {
    this.server.closeAllConnections();
    this.server.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  get host(): string {
    return this.#host!;
  }

  get binding(): string {
    return nativeBindingPath(this.packageFolder);
  }

  /** What lies in the cache of native TensorFlow. */
  cached(): string[] {
    const folder = path.join(this.cacheDir, 'native');
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  /** Options of an installation that reaches only this host. */
  options(more: InstallNativeOptions = {}): InstallNativeOptions {
    return {
      onProgress: (line) => this.lines.push(line),
      cacheDir: this.cacheDir,
      packageFolder: this.packageFolder,
      officialBaseUrl: this.host,
      allowHttp: true,
      checksums: {},
      pythons: ['axiswise-no-python'],
      compilers: ['axiswise-no-compiler'],
      checkCommand: acceptGood,
      ...more,
    };
  }

  /** A gzipped tar of these files, made by the tar that also unpacks. */
  archive(files: Record<string, string>): Buffer {
    const staging = mkdtempSync(path.join(this.root, 'staging-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(staging, name)), { recursive: true });
      writeFileSync(path.join(staging, name), text);
    }
    const { stdout } = spawnSync('tar', ['-czf', '-', '-C', staging, '.']);
    return stdout;
  }

  serveOfficial(bindingText: string): void {
    const library = { 'lib/libtensorflow.so.2.9.1': 'x'.repeat(1000), 'include/c.h': '' };
    this.served[archives.library] = send(this.archive(library));
    this.served[archives.binding] = send(
      this.archive({ 'napi-v8/tfjs_binding.node': bindingText }),
    );
  }

  /** A command that is a script of Node. */
  command(name: string, code: string): string {
    const file = path.join(this.root, name);
    writeFileSync(file, `#!${process.execPath}\n${code}`);
    chmodSync(file, 0o755);
    return file;
  }

  /** A compiler that writes a text instead; {@link compilations} gives what it was told. */
  compiler(text: string): string {
    return this.command(
      'compiler.cjs',
      `const fs = require('fs');
      const args = process.argv.slice(2);
      fs.appendFileSync(__dirname + '/compilations.txt', JSON.stringify(args) + '\\n');
      fs.writeFileSync(args[args.indexOf('-o') + 1], ${JSON.stringify(text)});`,
    );
  }

  /** The arguments of each call of the compiler. */
  compilations(): string[][] {
    const lines = readFileSync(path.join(this.root, 'compilations.txt'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as string[]);
  }
}

export const send =
  (bytes: Buffer): http.RequestListener =>
  (_, response) =>
    response.setHeader('content-length', bytes.length).end(bytes);

/** The members of a wheel that hold what is taken from it. */
export const wheelLibraries = {
  'tensorflow/libtensorflow_cc.so.2': 'c'.repeat(700),
  'tensorflow/libtensorflow_framework.so.2': 'f'.repeat(300),
  'tensorflow/include/tensorflow/c/c_api.h': '',
  'tensorflow/python/large.so': 'not needed',
};

/** Makes a wheel of these files; gives its folder. */
export function makeWheel(folder: string, version: string, files: Record<string, string>): string {
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
  const { status, stderr } = spawnSync('python3', ['-c', script, wheel, JSON.stringify(members)]);
  if (status !== 0) throw new Error(String(stderr));
  return folder;
}

/** Why the wheel of an installation that fails was of no use. */
export async function reasonOfWheel(
  here: Installation,
  more: InstallNativeOptions = {},
): Promise<string> {
  const error = await installNative(here.options({ pythons: ['python3'], ...more })).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof NativeInstallationError)) throw new Error('it did not fail');
  return error.message.split('- the Python wheel: ')[1];
}
