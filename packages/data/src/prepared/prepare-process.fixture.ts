import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareOnce } from './prepare-once.ts';

// Prepares data slowly: notes in a file that it began, then waits, then prints what it got.

const [log, milliseconds] = process.argv.slice(2);
const { facts, numbers } = await prepareOnce({
  name: 'slow',
  code: import.meta.url,
  decidedBy: () => 'the same',
  prepare: async (into) => {
    const room = into.reserve('numbers', 'float32', 100_000);
    room.set(new Float32Array(50_000).fill(0.5), 0);
    appendFileSync(log, `${process.pid}\n`);
    await sleep(Number(milliseconds));
    room.set(new Float32Array(50_000).fill(0.25), 50_000);
    return { sum: 37_500 };
  },
});
const sum = (numbers('numbers').read(0, 100_000) as Float32Array).reduce((a, b) => a + b, 0);
console.log(JSON.stringify({ facts, sum }));
