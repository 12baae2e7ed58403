import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { forEachBounded } from '@axiswise/files';
import { InputError } from '@axiswise/messages';
import { ThreadPool } from '@axiswise/processes';
import { decodePicture, inspectPicture, type PictureShape } from './picture.ts';
import { readPlainPng } from './plain-png.ts';

/** A part of the work: what some files hold, or their pixels in a shape. */
export type PictureRequest =
  | { readonly kind: 'inspect'; readonly files: readonly string[] }
  | { readonly kind: 'decode'; readonly files: readonly string[]; readonly shape: PictureShape };

/** What is done of a request; `failure` is the mistake in the first file that cannot be read. */
export interface PictureAnswer {
  readonly shapes?: readonly PictureShape[];
  /** Picture after picture. */
  readonly pixels?: Uint8Array<ArrayBuffer>;
  /** The SHA-256 of each file, one after another. */
  readonly digests?: Uint8Array<ArrayBuffer>;
  readonly failure?: string;
}

/** Pictures of one request. */
const mostFiles = 64;
const mostBytes = 8 * 2 ** 20;
/** Starting a thread takes about as long: what takes less is done before it could begin. */
const secondsBeforeThreads = 0.5;
/** More threads wait for the disk. */
const mostThreads = 16;
/** Pictures of one thread that the full decoder, which has threads of its own, works on at a time. */
const atOnce = 4;

/**
 * Reads many pictures on all cores: a few in this thread, the others in threads that end with the work.
 */
export class PictureReader {
  readonly #threads: ThreadPool<PictureRequest, PictureAnswer>;
  #secondsLeft: number;

  /** @param options.seconds of reading in this thread before the others start. */
  constructor({ threads = availableParallelism(), seconds = secondsBeforeThreads } = {}) {
    this.#threads = new ThreadPool(new URL('./read-pictures-worker.ts', import.meta.url), {
      threads: Math.min(threads, mostThreads),
    });
    this.#secondsLeft = seconds;
  }

  /** Visits the shape of each picture; some may be visited before those in front of them. */
  async inspect(
    files: readonly string[],
    visit: (shape: PictureShape, index: number) => void,
  ): Promise<void> {
    await this.#inParts(files, mostFiles, async (some, first) => {
      const { shapes } = await this.#answer({ kind: 'inspect', files: some });
      shapes!.forEach((shape, i) => visit(shape, first + i));
    });
  }

  /** Visits the pixels of some pictures in a row, in a shape, and the SHA-256 of each file. */
  async decode(
    files: readonly string[],
    shape: PictureShape,
    visit: (pixels: Uint8Array, digests: readonly Uint8Array[], first: number) => void,
  ): Promise<void> {
    const size = shape.height * shape.width * shape.channels;
    const atATime = Math.max(1, Math.min(mostFiles, Math.floor(mostBytes / size)));
    await this.#inParts(files, atATime, async (some, first) => {
      const { pixels, digests } = await this.#answer({ kind: 'decode', files: some, shape });
      visit(
        pixels!,
        some.map((_, i) => digests!.subarray(32 * i, 32 * (i + 1))),
        first,
      );
    });
  }

  /** Ends the threads. */
  end(): Promise<void> {
    return this.#threads.end();
  }

  /** Of several failures that of the first part counts. */
  async #inParts(
    files: readonly string[],
    atATime: number,
    work: (some: readonly string[], first: number) => Promise<void>,
  ): Promise<void> {
    const firsts = Array.from({ length: Math.ceil(files.length / atATime) }, (_, i) => i * atATime);
    const at = (first: number) => work(files.slice(first, first + atATime), first);
    while (this.#secondsLeft > 0 && firsts.length > 0) await at(firsts.shift()!);
    // So many that no thread waits for the next request.
    await forEachBounded(firsts, 2 * this.#threads.size, at);
  }

  async #answer(request: PictureRequest): Promise<PictureAnswer> {
    let answer: PictureAnswer;
    if (this.#secondsLeft > 0) {
      const began = performance.now();
      answer = await answerPictures(request);
      this.#secondsLeft -= (performance.now() - began) / 1000;
    } else {
      answer = await this.#threads.ask(request);
    }
    if (answer.failure !== undefined) throw new InputError('data', answer.failure);
    return answer;
  }
}

/** Does what a request asks for, in this thread. */
export async function answerPictures(request: PictureRequest): Promise<PictureAnswer> {
  try {
    if (request.kind === 'inspect') {
      const shapes: PictureShape[] = [];
      await forEachBounded(request.files, atOnce, async (file, i) => {
        const { height, width, channels } = await inspectPicture(file);
        shapes[i] = { height, width, channels };
      });
      return { shapes };
    }
    const { files, shape } = request;
    const size = shape.height * shape.width * shape.channels;
    const pixels = new Uint8Array(files.length * size);
    const digests = new Uint8Array(32 * files.length);
    await forEachBounded(files, atOnce, async (file, i) => {
      const { bytes } = await inspectPicture(file);
      pixels.set(plainPixels(bytes, shape) ?? (await decodePicture(bytes, shape, file)), i * size);
      digests.set(createHash('sha256').update(bytes).digest(), 32 * i);
    });
    return { pixels, digests };
  } catch (error) {
    // Threads pass on messages only, and this one is the caller's mistake.
    if (error instanceof InputError) return { failure: error.message };
    throw error;
  }
}

/** The pixels of a plain PNG that has the shape already. */
function plainPixels(bytes: Uint8Array, shape: PictureShape): Uint8Array | undefined {
  const png = readPlainPng(bytes);
  const fits =
    png?.height === shape.height && png.width === shape.width && png.channels === shape.channels;
  return fits ? png.pixels() : undefined;
}
