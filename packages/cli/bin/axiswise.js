#!/usr/bin/env node
import { run } from '../src/run.js';

process.exitCode = await run(process.argv.slice(2), async () => {
  await import('@axiswise/processes/read-typescript');
});
