import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A file, or one for each condition. */
export type Entry = string | Readonly<Record<string, string>>;

/** What a package.json says, as far as publishing reads it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, Entry>>;
  readonly imports?: Readonly<Record<string, Entry>>;
  /** Files that do something where they are imported; none where it is missing. */
  readonly sideEffects?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly axiswise?: {
    readonly storey?: number | 'dev';
    readonly experiments?: Readonly<Record<string, string>>;
  };
  readonly [entry: string]: unknown;
}

/** A package of the workspace that is published. */
export interface WorkspacePackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** What only a clone has use for: it infers the targets of Nx from the folders of a clone. */
const onlyInClones = ['@axiswise/nx'];

/** Reads the package.json of a folder. */
export const manifestAt = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;

/** The packages that are published: all but those of storey `dev`, which only tests and builds import. */
export const publishedPackages = (root: string): WorkspacePackage[] =>
  ['packages', 'experiments']
    .flatMap((parent) =>
      readdirSync(path.join(root, parent), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => path.join(root, parent, name)),
    )
    .map((folder) => ({ folder, manifest: manifestAt(folder) }))
    .filter(
      ({ manifest: { name, axiswise } }) =>
        axiswise?.storey !== 'dev' && !onlyInClones.includes(name),
    );
