import { parentPort, workerData } from 'node:worker_threads';
import type { PlaneCount } from './board-options.ts';
import type { Game } from '../sgf/game.ts';
import { PositionReader } from './position-reader.ts';

/** The data with which the worker starts. */
export interface EncodeWorkerData {
  readonly games: readonly Game[];
  readonly planes: PlaneCount;
  readonly size: number;
}

/** A request: three numbers per position (game, move, symmetry). */
export interface EncodeRequest {
  readonly id: number;
  readonly requests: Int32Array;
}

export interface EncodeResponse {
  readonly id: number;
  readonly bytes?: Uint8Array;
  readonly failure?: string;
}

const { games, planes, size } = workerData as EncodeWorkerData;
const reader = new PositionReader(games, planes, size);

parentPort!.on('message', ({ id, requests }: EncodeRequest) => {
  try {
    const bytes = reader.readAll(requests);
    parentPort!.postMessage({ id, bytes } satisfies EncodeResponse, [bytes.buffer]);
  } catch (error) {
    parentPort!.postMessage({ id, failure: (error as Error).message } satisfies EncodeResponse);
  }
});
