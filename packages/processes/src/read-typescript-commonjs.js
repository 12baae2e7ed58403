/**
 * Makes Node read TypeScript in CommonJS modules too, which is what it is in a project that does not say
 * `"type": "module"`. Apart from `read-typescript.js`, since each JavaScript file that is loaded with
 * `require` takes longer from here on.
 */
if (Number(process.versions.node.split('.')[0]) < 24) {
  const { register } = await import('tsx/cjs/api');
  register();
}
