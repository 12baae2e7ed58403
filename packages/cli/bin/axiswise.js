#!/usr/bin/env node
import { run } from '../src/run.js';

/** Packages are TypeScript and run as they are: Node ≥ 24 strips types itself, older ones need tsx. */
async function readTypescript() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  const { register } = await import('tsx/esm/api');
  register();
}

/** @type {Promise<void> | undefined} */
let reading;
process.exitCode = await run(process.argv.slice(2), () => (reading ??= readTypescript()));
