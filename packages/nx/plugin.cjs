/* eslint-disable @typescript-eslint/no-require-imports -- Nx loads plugins with require() */

// The entry that nx.json names.
module.exports = require('./load-typescript.cjs')('./src/index.ts');
