// What the test of browsers loads into a page. It is bundled as a page of anybody would be.
import { encodeSound } from '@axiswise/audio';
import { useBackend } from '@axiswise/backend';
import { encodeLastPositions } from '@axiswise/board';
import type { PictureShape } from '@axiswise/image';
import { decodePicture } from '@axiswise/image/browser-picture';
import { decodeSentenceText } from '@axiswise/text';
import * as tf from '@axiswise/tensorflow';
import { trainSmallNet } from './small-nets.ts';

interface Encoding {
  readonly shape: readonly number[];
  readonly encoding: unknown;
}

/** From the bytes of a file to the inputs of a network, in each domain. */
const readers: Readonly<
  Record<string, (bytes: Uint8Array<ArrayBuffer>, as: Encoding) => Promise<readonly Float32Array[]>>
> = {
  images: async (bytes, { shape: [height, width, channels] }) => {
    const shape: PictureShape = { height, width, channels };
    return [await decodePicture(bytes, shape)];
  },
  spectrograms: (bytes, as) => Promise.resolve(encodeSound(bytes, as).map(({ input }) => input)),
  sentences: async (bytes, as) => {
    const text = new TextDecoder().decode(bytes);
    return (await decodeSentenceText(text, as, 'the page')).map(({ input }) => input);
  },
  board: (bytes, as) => Promise.resolve(encodeLastPositions(bytes, as).map(({ input }) => input)),
};

/** What a run's model says of the examples of a file. */
async function predict(experiment: string, file: string, as: Encoding): Promise<number[][]> {
  const response = await fetch(file);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const inputs = await readers[experiment](bytes, as);
  const model = await tf.loadLayersModel(`runs/${experiment}/model/model.json`);
  const probabilities = inputs.map((input) => {
    const scored = model.predict(tf.tensor(input, [1, ...as.shape])) as tf.Tensor;
    return [...scored.dataSync()];
  });
  model.dispose();
  return probabilities;
}

const start = (): Promise<unknown> => useBackend('wasm', { wasmFiles: 'wasm/' });
Object.assign(window, { axiswise: { start, trainSmallNet, predict } });
