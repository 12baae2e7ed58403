#!/usr/bin/env node
import { run } from '../src/run.js';

/** Packages are TypeScript and run as they are: Node ≥ 24 strips types itself, older ones need tsx. */
async function readTypescript() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  const [esm, cjs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')]);
  esm.register();
  // An experiment in a project without "type": "module" is a CommonJS module to Node.
  cjs.register();
}

/** @type {Promise<void> | undefined} */
let reading;
process.exitCode = await run(process.argv.slice(2), () => (reading ??= readTypescript()));
