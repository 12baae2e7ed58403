// Runs the calls in argv[2] (JSON) one after the other and prints what came of each, as JSON.
import { createRequire } from 'node:module';
import { run } from './run.js';

const require = createRequire(import.meta.url);
const write = process.stdout.write.bind(process.stdout);
const outcomes: object[] = [];
for (const words of JSON.parse(process.argv[2]) as string[][]) {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = ((text: unknown, done?: unknown): boolean => {
      written[name] += String(text);
      if (typeof done === 'function') done();
      return true;
    }) as typeof process.stdout.write;
  }
  const code = await run(words);
  // TensorFlow.js comes as CommonJS, which Node keeps in this cache.
  const engine = Object.keys(require.cache).filter((file) => file.includes('@tensorflow'));
  outcomes.push({ words: words.join(' '), code, ...written, engine: engine.length });
}
process.exitCode = 0;
write(JSON.stringify(outcomes));
