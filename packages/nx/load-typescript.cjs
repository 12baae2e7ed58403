/* eslint-disable @typescript-eslint/no-require-imports -- Nx loads plugins with require() */

// Nx cannot load TypeScript on Node < 22 without further packages: Node ≥ 24 strips types itself,
// older ones need tsx.
module.exports = (file) =>
  Number(process.versions.node.split('.')[0]) < 24
    ? require('tsx/cjs/api').require(file, __filename)
    : require(file);
