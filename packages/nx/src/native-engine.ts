import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { contentHash } from './fingerprint.ts';

/**
 * Identifies the native engine that is installed: a hash of the compiled bindings of
 * `@tensorflow/tfjs-node`, `absent` where there are none.
 *
 * Reads files only: loading the binding to ask for its version would load TensorFlow in every call of Nx.
 */
export function nativeEngine(workspaceRoot: string): string {
  const backend = createRequire(join(workspaceRoot, 'packages/backend/package.json'));
  let lib: string;
  let builds: string[];
  try {
    lib = join(dirname(backend.resolve('@tensorflow/tfjs-node/package.json')), 'lib');
    builds = readdirSync(lib).filter((name) => name.startsWith('napi-v'));
  } catch {
    return 'absent'; // the package or its lib/ is missing: no install script has run
  }
  return contentHash(
    builds.sort().flatMap((build) =>
      readdirSync(join(lib, build))
        .filter((file) => file === 'tfjs_binding.node')
        .map((file) => join(lib, build, file)),
    ),
  );
}
