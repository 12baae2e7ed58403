#!/usr/bin/env node
// The packages are TypeScript and run as they are: Node ≥ 24 strips types itself, older ones need tsx.
if (Number(process.versions.node.split('.')[0]) < 24) {
  const { register } = await import('tsx/esm/api');
  register();
}
await import('../src/main.ts');
