/**
 * Writes the tables of docs/dependencies.md: what an installation of Axiswise brings of others. What each is for stands
 * here; versions and licences come from package-lock.json, sizes from node_modules.
 *
 *     npx tsx docs/dependencies.ts
 */
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { count } from '@axiswise/messages';
import { row } from './result-files.ts';

const root = path.join(import.meta.dirname, '..');
const page = path.join(import.meta.dirname, 'dependencies.md');

interface Reason {
  readonly what: string;
  readonly why: string;
  /** When the installed version was released, as its tag, its changelog or npm says it. */
  readonly released: string;
}

/** Why each package is there that a package of ours names. */
const reasons: Readonly<Record<string, Reason>> = {
  '@expo-google-fonts/arimo': {
    what: 'the letters in charts that are written as PNG',
    why: 'a font of the same widths as Arial, from npm; the PNG are the same on every machine, whichever fonts it has',
    released: '2026-06-29',
  },
  '@noble/hashes': {
    what: 'SHA-256 in browsers',
    why: 'audited, without dependencies; browsers themselves have an asynchronous one only',
    released: '2026-08-27',
  },
  '@resvg/resvg-js': {
    what: 'turns SVG into PNG for reports',
    why: 'the most exact renderer of SVG that needs no browser; it takes fonts as files',
    released: '2024-03-26',
  },
  '@tensorflow/tfjs-backend-cpu': {
    what: 'the engine in pure JavaScript',
    why: 'what the engines compute is checked against it; it serves tiny tensors',
    released: '2024-10-21',
  },
  '@tensorflow/tfjs-backend-wasm': {
    what: 'the kernels of the default engine; the missing ones are ours',
    why: 'runs wherever Node does, with SIMD, without compiling anything',
    released: '2024-10-21',
  },
  '@tensorflow/tfjs-core': {
    what: 'tensors, gradients and their operations',
    why: 'the one library for training networks in JavaScript that saves standard models and runs in browsers, too',
    released: '2024-10-21',
  },
  '@tensorflow/tfjs-layers': {
    what: 'layers, and the format of saved models',
    why: 'the Keras of JavaScript: what is trained here loads in any TensorFlow.js',
    released: '2024-10-21',
  },
  '@tensorflow/tfjs-node': {
    what: 'native TensorFlow, installed by `npx axiswise native` and not before',
    why: 'the binding of TensorFlow.js to its C library',
    released: '2024-10-21',
  },
  'csv-parse': {
    what: 'reads CSV and TSV',
    why: 'follows RFC 4180, streams, says the line of an error; without dependencies',
    released: '2026-09-25',
  },
  'hyparquet-writer': {
    what: 'writes runs and the tables of reports as Parquet',
    why: 'small, in pure JavaScript; its files are read back by another implementation in the tests',
    released: '2026-10-20',
  },
  meyda: {
    what: 'the power spectrum of a frame of sound',
    why: 'a fast Fourier transform that is checked against SciPy; its mel bands are not used',
    released: '2024-04-21',
  },
  'node-api-headers': {
    what: 'the headers with which `npx axiswise native` compiles our kernels',
    why: "Node's own; without them the compiler would need the sources of Node",
    released: '2026-05-22',
  },
  sharp: {
    what: 'decodes and resizes pictures',
    why: 'fast, correct about colour profiles and orientation; loaded only where pictures are read or written',
    released: '2026-09-27',
  },
  'tar-stream': {
    what: 'reads the archive of CIFAR-10',
    why: 'streams, and refuses damaged archives',
    released: '2026-10-02',
  },
  tsx: {
    what: 'runs experiments that are written in TypeScript, on Nodes that cannot do it themselves',
    why: 'the usual one; it runs the same sources that Node strips',
    released: '2026-09-20',
  },
  undici: {
    what: 'downloads through proxies, with time limits',
    why: 'the HTTP client of Node itself, whose built-in copy cannot be given a proxy on Node 20',
    released: '2026-11-05',
  },
  wavefile: {
    what: 'decodes the samples of WAV',
    why: 'knows all formats of samples; headers are checked by us before',
    released: '2020-01-30',
  },
  yargs: {
    what: 'parses the command line, writes its help',
    why: 'checks types, conflicts and unknown options, with completion',
    released: '2026-09-20',
  },
  zod: {
    what: 'checks files that were written by others, or by earlier versions',
    why: 'says in one sentence what is wrong and where; types follow from the check; without dependencies',
    released: '2026-10-12',
  },
};

/** What each licence asks of somebody who uses Axiswise. */
const meanings: Readonly<Record<string, string>> = {
  MIT: 'keep the notice where you pass copies on',
  ISC: 'as MIT',
  'BSD-2-Clause': 'as MIT',
  'BSD-3-Clause': 'as MIT, and do not advertise with the names of the authors',
  'BlueOak-1.0.0': 'as MIT',
  '0BSD': 'nothing',
  'Apache-2.0':
    'keep licence and notices where you pass copies on, and say what you changed; who sues over patents loses the licence',
  'Apache-2.0 AND MIT': 'both of them',
  'MPL-2.0':
    'nothing for your own files; who passes on changed files of this package publishes those files under the same licence',
  'LGPL-2.1+':
    'nothing where it stays a package of its own, as npm installs it; who passes on one file with it inside (a bundle) adds its licence and source, and lets the receiver exchange it',
  'LGPL-3.0-or-later':
    'nothing where it stays a library of its own, as npm installs it; who passes copies on adds its licence, and lets the receiver exchange it',
  'MIT AND OFL-1.1':
    'pictures with its letters are yours alone; the font itself may be passed on with its licence, but not sold by itself',
};

/** The licences that ask for no more than their notice; packages under others are named. */
const permissive = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', '0BSD'];

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const { packages: locked } = JSON.parse(
  readFileSync(path.join(root, 'package-lock.json'), 'utf8'),
) as { packages: Readonly<Record<string, LockedPackage>> };

/** Where Node finds a package that another one names, as npm has placed it: `node_modules/zod`. */
function placeOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.posix.dirname(folder)) {
    const place = path.posix.join(folder, 'node_modules', name);
    const entry = locked[place];
    if (entry) return entry.link ? entry.resolved : place;
    if (folder === '.') return undefined;
  }
}

/** All that a package brings with it, itself too; of packages for platforms only those of this one. */
function withAllItNeeds(place: string, found = new Set<string>()): Set<string> {
  if (found.has(place) || !existsSync(path.join(root, place))) return found;
  found.add(place);
  const { dependencies, optionalDependencies } = locked[place];
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const needed = placeOf(name, place);
    if (needed !== undefined) withAllItNeeds(needed, found);
  }
  return found;
}

/** The bytes of a package, without those that lie inside it. */
function bytesOf(file: string): number {
  const state = lstatSync(file);
  if (!state.isDirectory()) return state.size;
  return readdirSync(file)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + bytesOf(path.join(file, name)), 0);
}

const megabytes = (places: Iterable<string>): string => {
  const bytes = [...places].reduce((sum, place) => sum + bytesOf(path.join(root, place)), 0);
  return `${(bytes / 1e6).toFixed(1)} MB`;
};

const isOurs = (place: string): boolean => /^(packages|experiments)\/[^/]+$/.test(place);

const nameOf = (place: string): string => place.replace(/^.*node_modules\//, '');

/** The tables, as they should be. */
function tables(): string[] {
  const installed = withAllItNeeds('packages/axiswise');
  const users = new Map<string, Set<string>>();
  for (const place of [...installed].filter(isOurs)) {
    const { dependencies, peerDependencies } = locked[place];
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const needed = placeOf(name, place);
      if (needed === undefined || isOurs(needed)) continue;
      users.set(needed, (users.get(needed) ?? new Set()).add(path.posix.basename(place)));
    }
  }
  const named = [...users.keys()].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const without = named.map(nameOf).filter((name) => !(name in reasons));
  const stale = Object.keys(reasons).filter((name) => !named.map(nameOf).includes(name));
  if (without.length + stale.length > 0) {
    throw new Error(
      'docs/dependencies.ts says why each dependency is there' +
        (without.length > 0 ? `; add a reason for ${without.join(', ')}` : '') +
        (stale.length > 0 ? `; remove that of ${stale.join(', ')}, which none has` : ''),
    );
  }
  const foreign = [...installed].filter((place) => !isOurs(place));
  return [
    row(['package', 'for', 'why this one', 'licence', 'size', 'released']),
    row(['---', '---', '---', '---', '--:', '---']),
    ...named.map((place) => {
      const { what, why, released } = reasons[nameOf(place)];
      const needs = withAllItNeeds(place);
      return row([
        `${nameOf(place)} ${locked[place].version} (${[...users.get(place)!].sort().join(', ')})`,
        what,
        why,
        licenceOf(place),
        // Native TensorFlow grows by what its installer downloads.
        installed.has(place)
          ? megabytes(needs) + (needs.size > 1 ? `, ${needs.size} packages` : '')
          : '-',
        released,
      ]);
    }),
    '',
    `All together: ${count(foreign.length)} packages of others, ${megabytes(foreign)}.`,
    '',
    row(['licence', 'packages', 'what it asks of you']),
    row(['---', '---', '---']),
    ...licenceRows(foreign),
  ];
}

function licenceOf(place: string): string {
  const licence = locked[place].license;
  if (licence === undefined || !(licence in meanings)) {
    throw new Error(
      `docs/dependencies.ts: ${nameOf(place)} has the licence ${licence ?? '(none)'}; say what that means for a user`,
    );
  }
  return licence;
}

function licenceRows(places: readonly string[]): string[] {
  const byLicence = new Map<string, string[]>();
  for (const place of places) {
    const licence = licenceOf(place);
    byLicence.set(licence, [...(byLicence.get(licence) ?? []), nameOf(place)]);
  }
  return [...byLicence]
    .sort(([a, names], [b, others]) => others.length - names.length || a.localeCompare(b))
    .map(([licence, names]) =>
      row([
        licence,
        permissive.includes(licence) ? count(names.length) : [...new Set(names)].sort().join(', '),
        meanings[licence],
      ]),
    );
}

/** docs/dependencies.md as it should be. */
export const dependenciesPage = (): string =>
  readFileSync(page, 'utf8').replace(
    /(<!-- dependencies: [^>]*-->\n)[\s\S]*(\n<!-- \/dependencies -->)/,
    (_, begin: string, end: string) => `${begin}\n${tables().join('\n')}\n${end}`,
  );

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, dependenciesPage());
