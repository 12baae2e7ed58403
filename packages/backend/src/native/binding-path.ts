import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { InputError } from '@axiswise/messages';

/** The npm package by which native TensorFlow is used. It comes with none of ours: its script downloads. */
export const tfjsNodePackage = '@tensorflow/tfjs-node';
/** The version of `@tensorflow/tfjs-node` that fits the other parts of TensorFlow.js here. */
export const tfjsNodeVersion = '4.22.0';

/**
 * The folder of the npm package @tensorflow/tfjs-node.
 *
 * @throws InputError where it is not installed.
 */
export function tfjsNodeFolder(): string {
  const folder = installedTfjsNode();
  if (folder !== undefined) return folder;
  throw new InputError(
    'backend',
    `native TensorFlow needs the package ${tfjsNodePackage}, which npx axiswise native installs without ` +
      `its install script`,
  );
}

/** The same, or undefined where it is not installed. */
export function installedTfjsNode(): string | undefined {
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${tfjsNodePackage}/package.json`));
  } catch {
    return undefined;
  }
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
export function nativeInstalled(packageFolder = installedTfjsNode()): boolean {
  return packageFolder !== undefined && existsSync(nativeBindingPath(packageFolder));
}
