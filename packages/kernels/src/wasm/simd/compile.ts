import { existsSync, readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

/** The compiled modules: each a file here that exports the bytes, and the features that it needs. */
export const modules: readonly { readonly file: string; readonly features: readonly string[] }[] = [
  { file: 'module-bytes.ts', features: ['simd'] },
  { file: 'relaxed-module-bytes.ts', features: ['simd', 'relaxed-simd'] },
];

/**
 * Compiles kernels.as, and what it imports, into the source of a file of {@link modules}, with the
 * compiler in package.json.
 */
export async function compileKernels(features: readonly string[]): Promise<string> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      'kernels.ts',
      ...['--outFile', 'kernels.wasm', '--runtime', 'stub', '-O3', '--noAssert'],
      ...features.flatMap((feature) => ['--enable', feature]),
      ...['--importMemory', '--noExportMemory'],
    ],
    {
      // The compiler asks for `.ts`; another ending keeps TypeScript from reading them as its own.
      readFile(name) {
        const file = new URL(name.replace(/\.ts$/, '.as'), import.meta.url);
        return existsSync(file) ? readFileSync(file, 'utf8') : null;
      },
      writeFile: (name, contents) => {
        if (name === 'kernels.wasm') bytes = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error || !bytes) throw new Error(`kernels.as does not compile: ${stderr.toString()}`);
  const lines = Buffer.from(bytes)
    .toString('base64')
    .match(/.{1,92}/g)!;
  return [
    '/** Compiled from kernels.as by build.ts; do not edit. */',
    'export const moduleBytes =',
    ...lines.map((line, i) => `  '${line}'${i < lines.length - 1 ? ' +' : ';'}`),
    '',
  ].join('\n');
}
