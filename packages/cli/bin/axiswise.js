#!/usr/bin/env node
import { run } from '../src/run.js';

// As it is published it is compiled, and reads no TypeScript but that of an experiment.
const isCompiled = import.meta.resolve('@axiswise/messages').endsWith('.js');

process.exitCode = await run(process.argv.slice(2), async () => {
  if (!isCompiled) await import('@axiswise/processes/read-typescript');
});
