import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The folder of the npm package @tensorflow/tfjs-node. */
export function tfjsNodeFolder(): string {
  return path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
}

/**
 * The path at which tfjs-node looks for its binding: of the Node-API versions that the package
 * names, the highest that this Node has (8 on every Node that Axiswise runs on).
 */
export function nativeBindingPath(packageFolder: string = tfjsNodeFolder()): string {
  return path.join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node');
}

/**
 * Whether a binding exists at the path where tfjs-node looks for it; it is not loaded. The link of
 * an installation whose cache was deleted does not count.
 */
export function nativeInstalled(packageFolder: string = tfjsNodeFolder()): boolean {
  return existsSync(nativeBindingPath(packageFolder));
}
