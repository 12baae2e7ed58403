// Imports what argv names, one after the other, and prints how many modules of TensorFlow.js are loaded
// after each, as JSON.
import { createRequire } from 'node:module';

// TensorFlow.js comes as CommonJS, which Node keeps in this cache.
const { cache } = createRequire(import.meta.url);
const loaded: number[] = [];
for (const specifier of process.argv.slice(2)) {
  await import(specifier);
  loaded.push(Object.keys(cache).filter((file) => file.includes('@tensorflow')).length);
}
console.log(JSON.stringify(loaded));
