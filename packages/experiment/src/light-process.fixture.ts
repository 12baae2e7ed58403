// Imports what argv names and prints how many modules of TensorFlow.js that has loaded.
import { createRequire } from 'node:module';

for (const specifier of process.argv.slice(2)) await import(specifier);
// TensorFlow.js comes as CommonJS, which Node keeps in this cache.
const { cache } = createRequire(import.meta.url);
console.log(Object.keys(cache).filter((file) => file.includes('@tensorflow')).length);
