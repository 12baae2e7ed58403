import type { Entry, Manifest } from './workspace-package.ts';

/** Where compiled files lie in a published package. */
export const compiledFolder = 'dist';

/** What all packages have in common. */
export interface PublishedWith {
  /** Of Node. */
  readonly engines: Readonly<Record<string, string>>;
  /** The versions of the packages of the workspace, by name: they depend on each other's very version. */
  readonly versions: ReadonlyMap<string, string>;
}

/**
 * The package.json with which a package is published: it names compiled files and versions, where that of the
 * workspace names sources.
 */
export function publishedManifest(
  manifest: Manifest,
  { engines, versions }: PublishedWith,
): Record<string, unknown> {
  const { private: _, devDependencies: __, exports = {}, imports, ...rest } = manifest;
  const { bin, axiswise, sideEffects = [], keywords = [], ...others } = rest;
  const entries = Object.entries(exports).filter(([, file]) => !String(file).includes('.fixture.'));
  const experiments = mapped(axiswise?.experiments, compiled);
  return {
    ...others,
    keywords: ['axiswise', 'convolutional-network', 'tensorflow', ...(keywords as string[])],
    engines,
    exports: {
      ...Object.fromEntries(entries.map(([entry, file]) => [entry, publishedEntry(file)])),
      './package.json': './package.json',
    },
    ...(imports && {
      imports: Object.fromEntries(
        Object.entries(imports).map(([name, file]) => [name, publishedEntry(file)]),
      ),
    }),
    ...(bin && { bin: mapped(bin, compiled) }),
    files: [compiledFolder],
    // Layers are registered by those that use them, not where they are imported.
    sideEffects: sideEffects.length > 0 && sideEffects.map(compiled),
    ...(experiments && { axiswise: { experiments } }),
    dependencies: Object.fromEntries(
      Object.entries(manifest.dependencies ?? {}).map(([name, range]) => [
        name,
        versions.get(name) ?? range,
      ]),
    ),
  };
}

/** Whether a file is compiled; all others are published as they are. */
export const isCode = (file: string): boolean => /\.[jt]s$/.test(file);

/** The compiled files of an entry, with their types; for each condition where it has several. */
function publishedEntry(entry: Entry): unknown {
  if (typeof entry === 'string') return isCode(entry) ? conditionsOf(entry) : entry;
  return Object.fromEntries(
    Object.entries(entry).map(([condition, file]) => [condition, publishedEntry(file)]),
  );
}

const conditionsOf = (file: string): Record<string, string> => ({
  types: compiled(file).replace(/\.js$/, '.d.ts'),
  default: compiled(file),
});

/** `./src/index.ts` → `./dist/src/index.js`. */
const compiled = (file: string): string =>
  `./${compiledFolder}/${file.replace(/^\.\//, '').replace(/\.ts$/, '.js')}`;

const mapped = (
  entries: Readonly<Record<string, string>> | undefined,
  to: (file: string) => string,
): Record<string, string> | undefined =>
  entries && Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, to(file)]));
