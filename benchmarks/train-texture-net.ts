/**
 * Trains the small network of `axiswise style --extractor textures`: it classifies 96 generated
 * textures, so its filters respond to texture.
 *
 *     npx tsx benchmarks/train-texture-net.ts    a few minutes; writes textures/model.json, weights.bin
 *
 * Only the convolutions are kept, as 16-bit floats.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { useBackend } from '@axiswise/backend';
import { arraySplit, type Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { writeFileAtomically } from '@axiswise/files';
import {
  block,
  defineAxes,
  dense,
  deriveNetwork,
  flatten,
  globalPooling,
  inputOf,
  pool,
  slide,
  yes,
} from '@axiswise/geometry';
import { buildNetwork, toPortableModel } from '@axiswise/layers';
import { classificationOf, train } from '@axiswise/training';
import { accuracyOf } from '@axiswise/training/kinds';
import * as tf from '@axiswise/tensorflow';
import { drawTexture } from '@axiswise/style';

const { values } = parseArgs({
  options: {
    epochs: { type: 'string', default: '10' },
    examples: { type: 'string', default: '9600' },
    out: { type: 'string' },
  },
});
const out =
  values.out ??
  path.join(path.dirname(fileURLToPath(import.meta.url)), '../packages/style/src/textures');
const side = 40;
const textures = 96;

function pieces(count: number, name: string): Split {
  const inputs = new Uint8Array(count * side * side * 3);
  const labels = Int32Array.from({ length: count }, (_, i) => i % textures);
  labels.forEach((label, i) => {
    const drawn = drawTexture(label, new Random(i, 'texture piece', name), side);
    inputs.set(
      drawn.map((value) => Math.round(255 * value)),
      i * side * side * 3,
    );
  });
  return arraySplit({ inputs, labels, shape: [side, side, 3], classes: textures });
}

const anywhere = {
  patternsRecur: yes('a texture is the same everywhere'),
  subsamplable: yes('every second row of a texture is a texture'),
};
const pixels = defineAxes({ height: anywhere, width: anywhere });
const same = { height: slide(3, { padding: 'same' }), width: slide(3, { padding: 'same' }) };
const halves = { height: pool(2), width: pool(2) };

const { advice } = await useBackend('auto');
console.error(advice);
const network = buildNetwork(
  deriveNetwork(inputOf(pixels, [side, side, 3]), [
    ...block(24, { move: same }),
    ...block(24, { move: same, pool: halves }),
    ...block(40, { move: same }),
    ...block(40, { move: same, pool: halves }),
    ...block(64, { move: same }),
    ...block(64, { move: same }),
    globalPooling(['height', 'width'], { keep: 'average' }),
    flatten(),
    dense(textures, { activation: 'softmax' }),
  ]),
  { seed: 0 },
);
await train({
  network,
  train: pieces(Number(values.examples), 'train'),
  validation: pieces(textures * 10, 'validation'),
  shape: [side, side, 3],
  task: classificationOf(textures),
  seed: 0,
  config: {
    epochs: Number(values.epochs),
    batchSize: 32,
    optimizer: { kind: 'adam', learningRate: 0.003 },
    schedule: { kind: 'cosine', warmup: 0.05 },
    clipNorm: 5,
  },
  observer: {
    onEpoch: ({ epoch, train: fit, validation, seconds }) =>
      console.error(
        `epoch ${epoch}: loss ${fit.loss.toFixed(3)}, accuracy ${accuracyOf(fit).toFixed(3)}; ` +
          `validation ${validation && accuracyOf(validation).toFixed(3)} (${seconds.toFixed(0)} s)`,
      ),
  },
});

/** The convolutions alone, with inputs of any size, under names that say block and place. */
const portable = toPortableModel(network);
const kept = tf.sequential();
const counts = [0, 0, 0, 0];
let depth = 1;
for (const layer of portable.layers) {
  const kind = layer.getClassName();
  if (kind === 'MaxPooling2D') depth++;
  if (kind !== 'Conv2D' && kind !== 'MaxPooling2D') continue;
  const name =
    kind === 'Conv2D' ? `block${depth}_conv${++counts[depth]}` : `block${depth - 1}_pool`;
  const config = {
    ...layer.getConfig(),
    name,
    ...(kind === 'Conv2D' && { padding: 'same' }),
  } as Parameters<typeof tf.layers.conv2d>[0];
  if (kept.layers.length === 0) config.batchInputShape = [null, null, null, 3];
  const copy =
    kind === 'Conv2D'
      ? tf.layers.conv2d(config)
      : tf.layers.maxPooling2d(config as Parameters<typeof tf.layers.maxPooling2d>[0]);
  kept.add(copy);
  copy.setWeights(layer.getWeights());
}
await kept.save(
  tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
    const floats = new Float32Array(tf.io.CompositeArrayBuffer.join(weightData));
    const halfs = Uint16Array.from(floats, toHalf);
    await writeFileAtomically(path.join(out, 'weights.bin'), new Uint8Array(halfs.buffer));
    const weights = weightSpecs!.map((spec) => ({
      ...spec,
      quantization: { dtype: 'float16', original_dtype: 'float32' },
    }));
    const json = { modelTopology, weightsManifest: [{ paths: ['weights.bin'], weights }] };
    await writeFileAtomically(path.join(out, 'model.json'), `${JSON.stringify(json, null, 1)}\n`);
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  }),
);

/** The bits of the nearest 16-bit float (IEEE 754 binary16); what is too small for one is zero. */
function toHalf(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
  const sign = (bits >>> 16) & 0x8000;
  const rounded = (bits & 0x7fffffff) + 0x1000;
  const exponent = (rounded >>> 23) - 112;
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((rounded >>> 13) & 0x3ff);
}
