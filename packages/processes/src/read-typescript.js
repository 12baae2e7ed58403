/**
 * Makes Node read TypeScript from here on: import it for that, or name it in `--import`. Node ≥ 24 does so
 * by itself.
 *
 * CommonJS modules are left to `read-typescript-commonjs.js`.
 */
if (Number(process.versions.node.split('.')[0]) < 24) {
  const { register } = await import('tsx/esm/api');
  register();
  // Node would read the source maps of TensorFlow.js too, which takes longer than reading its code. Only
  // traces need source maps, and those are shown with AXISWISE_DEBUG.
  if (!process.env['AXISWISE_DEBUG']) process.setSourceMapsEnabled(false);
}
