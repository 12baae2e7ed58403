/* eslint-disable @typescript-eslint/no-require-imports -- Nx loads generators with require() */

// The entry that generators.json names.
module.exports = require('./load-typescript.cjs')('./src/generators/index.ts');
