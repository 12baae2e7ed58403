import { spawn } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

export const CHECKOUT = resolve(import.meta.dirname, '../..');

export interface NxResult {
  readonly exitCode: number;
  readonly output: string;
  /** Whether every task of the call came from the cache. */
  readonly cached: boolean;
}

/** A workspace in which Nx runs with caches of its own, apart from the user's. */
export class NxWorkspace {
  readonly root: string;
  /** A folder beside the workspace, for what must not lie in it. */
  readonly scratch: string;

  /** @param root an existing workspace; by default a new, empty folder. */
  constructor(root?: string) {
    this.scratch = realpathSync(mkdtempSync(join(tmpdir(), 'axiswise-nx-')));
    this.root = root ?? join(this.scratch, 'workspace');
    mkdirSync(this.root, { recursive: true });
  }

  path(file: string): string {
    return join(this.root, file);
  }

  /** Writes files, given as path and content. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(file)), { recursive: true });
      writeFileSync(this.path(file), content);
    }
  }

  /** Copies files and folders of the checkout, without what is installed or written there. */
  copy(...paths: readonly string[]): void {
    for (const path of paths) {
      cpSync(join(CHECKOUT, path), this.path(path), {
        recursive: true,
        filter: (source) =>
          !/(^|[\\/])(node_modules|(?<!packages[\\/])runs|\.nx)$/.test(relative(CHECKOUT, source)),
      });
    }
  }

  /** Copies the manifests of all packages, by which Nx and the lint know them. */
  copyManifests(): void {
    this.copy(
      ...readdirSync(join(CHECKOUT, 'packages')).map((name) => `packages/${name}/package.json`),
    );
  }

  /**
   * Lets this workspace use what is installed in the checkout.
   *
   * @param options.ownPackages whether `@axiswise/x` means the package of this workspace, where it has
   *   one, or always that of the checkout: then its experiments run in the process of a test, beside
   *   what the test imports.
   */
  linkInstalled({ ownPackages = true } = {}): void {
    const installed = join(CHECKOUT, 'node_modules');
    mkdirSync(this.path('node_modules/@axiswise'), { recursive: true });
    for (const name of readdirSync(installed)) {
      if (name === '@axiswise') continue;
      symlinkSync(join(installed, name), this.path(`node_modules/${name}`), 'junction');
    }
    for (const name of readdirSync(join(CHECKOUT, 'packages'))) {
      const original = join(CHECKOUT, 'packages', name);
      const own = this.path(`packages/${name}`);
      const target = ownPackages && existsSync(own) ? own : original;
      symlinkSync(target, this.path(`node_modules/@axiswise/${name}`), 'junction');
      // Versions that only this package uses.
      const versions = join(original, 'node_modules');
      if (target === own && existsSync(versions)) {
        symlinkSync(versions, join(own, 'node_modules'), 'junction');
      }
    }
  }

  /** Runs `nx` with these arguments and nothing of Nx or Axiswise in the environment but `env`. */
  async nx(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<NxResult> {
    const inherited = Object.entries(process.env).filter(
      // These tests may themselves be a task of Nx, which tells its tasks about itself.
      ([name]) => !/^(NX|AXISWISE|LERNA)_|^(FORCE_COLOR|INIT_CWD)$/.test(name),
    );
    // Nx loses the end of long outputs in a pipe (nrwl/nx#36606), so it writes to a file.
    const file = join(this.scratch, 'output.txt');
    const descriptor = openSync(file, 'w');
    try {
      const exitCode = await new Promise<number>((done, failed) => {
        const nx = join(CHECKOUT, 'node_modules/nx/dist/bin/nx.js');
        const child = spawn(process.execPath, [nx, ...args], {
          cwd: this.root,
          stdio: ['ignore', descriptor, descriptor],
          env: {
            ...Object.fromEntries(inherited),
            NO_COLOR: '1',
            NX_DAEMON: 'false',
            // Plugins in the process of Nx: one process fewer to start for each of them.
            NX_ISOLATE_PLUGINS: 'false',
            NX_NO_CLOUD: 'true',
            NX_CACHE_DIRECTORY: join(this.scratch, 'cache'),
            NX_WORKSPACE_DATA_DIRECTORY: join(this.scratch, 'workspace-data'),
            ...env,
          },
        });
        child.on('error', failed);
        child.on('close', (code) => done(code ?? -1));
      });
      const output = readFileSync(file, 'utf8');
      return { exitCode, output, cached: /Cache: +(\d+)\/\1 hit/.test(output) };
    } finally {
      closeSync(descriptor);
    }
  }

  /** Removes the caches, and the workspace unless it was there before. */
  remove(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }
}
