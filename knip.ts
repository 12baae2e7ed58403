import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { KnipConfig } from 'knip';

/**
 * What the documentation uses counts as used: a README is read as the imports of its examples. The
 * examples in the docstrings of a package see its exports without an import, so the README stands for
 * them too (tests/docs executes both).
 */
function importsOfExamples(markdown: string, file: string): string {
  // Files that an example would write are not there.
  const imports = markdown.match(/^import [^;]*from '[^.][^']*';$/gm) ?? [];
  if (!/packages\/[^/]+\/README\.md$/.test(file)) return imports.join('\n');
  const { name } = JSON.parse(
    readFileSync(path.join(path.dirname(file), 'package.json'), 'utf8'),
  ) as { name: string };
  const folder = path.join(path.dirname(file), 'src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((each) => /(?<!\.test)\.ts$/.test(each))
    .map((each) => readFileSync(path.join(folder, each), 'utf8'));
  const examples = [
    ...sources.flatMap((source) => source.match(/@example[^]*?\*\//g) ?? []),
    ...(markdown.match(/```ts[^]*?```/g) ?? []),
  ];
  const words = new Set(examples.join('\n').match(/\b[A-Za-z]\w*\b/g));
  return [...imports, `import { ${[...words].join(', ')} } from '${name}';`].join('\n');
}

/** `npx knip`: no file, export or dependency that nobody uses, and no circles between files. */
export default {
  compilers: { md: importsOfExamples },
  // A type that a signature needs is exported with it, whoever names it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreIssues: {
    'packages/*/src/{index,kinds,portable}.ts': ['types'],
    // Bundlers for browsers take these by a condition.
    'packages/*/src/**/*browser*.ts': ['exports', 'types'],
  },
  workspaces: {
    '.': {
      entry: [
        'benchmarks/{*,peers/{compare-losses,comparison}}.ts',
        'docs/*.ts',
        'docs/site/build.ts',
        'docs/**/*.md',
        'tests/**/*.test.ts',
        // Bundled by a test.
        'tests/browser/page.ts',
        '*.md',
      ],
      project: ['benchmarks/**/*.ts', 'docs/**/*.ts', 'tests/**/*.ts'],
      // Other packages of the workspace bring these.
      ignoreDependencies: [
        '@tensorflow/tfjs',
        '@tensorflow/tfjs-backend-wasm',
        'sharp',
        // A peer of packages, which others install only for `axiswise native`.
        '@tensorflow/tfjs-node',
        // Called by name: `npx nx`, and `npx esbuild` in the tutorial.
        'esbuild',
        'nx',
      ],
      ignoreBinaries: ['axiswise', 'openssl'],
    },
    'packages/kernels': {
      // Run by hand.
      entry: ['README.md', 'src/wasm/simd/build.ts'],
      project: ['src/**/*.ts'],
      includeEntryExports: true,
      ignoreDependencies: [/^@tensorflow\//],
    },
    'packages/backend': {
      // Run by its path.
      entry: ['README.md', 'src/engine-calls.fixture.ts'],
      project: ['src/**/*.ts'],
      includeEntryExports: true,
      ignoreDependencies: ['@tensorflow/tfjs-node'],
    },
    'packages/publishing': {
      entry: ['README.md', 'src/build.ts', 'src/publish.ts'],
      project: ['src/**/*.ts'],
    },
    // What it exports is for others.
    'packages/axiswise': {
      entry: ['README.md', 'src/index.ts', 'bin/axiswise.js'],
      ignoreDependencies: [/^@axiswise\/experiment-/],
    },
    'packages/nx': {
      // Nx requires these by the names that it looks for.
      entry: ['README.md', 'src/generators/index.ts'],
      project: ['src/**/*.ts', '*.cjs'],
    },
    'packages/*': {
      entry: ['README.md'],
      project: ['src/**/*.{ts,js}'],
      // Packages are private: an export of their index needs a user as any other does.
      includeEntryExports: true,
      ignoreDependencies: [
        // Children of processes are started with it, found by `resolve('tsx')`.
        'tsx',
        // Required by a path that is made up, or from where another package lies.
        '@expo-google-fonts/arimo',
        '@mapbox/node-pre-gyp',
        'node-api-headers',
        // Found where it is installed, if it is.
        '@tensorflow/tfjs-node',
        // Looked for where the user's project lies, by its name.
        'onnxruntime-web',
      ],
    },
    'experiments/*': { entry: ['experiment.ts'], project: ['**/*.ts'] },
  },
} satisfies KnipConfig;
