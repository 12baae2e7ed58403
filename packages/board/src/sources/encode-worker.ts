import { workerData } from 'node:worker_threads';
import { answerRequests } from '@axiswise/processes';
import type { EncodedGames } from './encode-pool.ts';
import { PositionReader } from './position-reader.ts';

// What a thread runs that encodes positions: three numbers each, game, move and symmetry.

const { games, planes, size } = workerData as EncodedGames;
const reader = new PositionReader(games, planes, size);

answerRequests<Int32Array, Uint8Array<ArrayBuffer>>(
  (requests) => reader.readAll(requests),
  ({ buffer }) => [buffer],
);
