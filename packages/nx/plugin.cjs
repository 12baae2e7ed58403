/* eslint-disable @typescript-eslint/no-require-imports -- Nx loads plugins with require() */

// The entry that nx.json names. Nx cannot load a TypeScript plugin on Node < 22 without further
// packages, so this file loads it: Node ≥ 24 strips types itself, older ones need tsx.
if (Number(process.versions.node.split('.')[0]) < 24) {
  module.exports = require('tsx/cjs/api').require('./src/index.ts', __filename);
} else {
  module.exports = require('./src/index.ts');
}
