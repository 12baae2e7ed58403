import type { DecodeContext, Preprocessing } from '@axiswise/data';
import { firstPlane } from '../planes/planes.ts';
import { checkEncoding } from './board-options.ts';

/** What `decodeBoard` does, for other software. */
export function boardPreprocessing({ shape: [size], encoding }: DecodeContext): Preprocessing {
  const { planes } = checkEncoding(encoding);
  const places = Object.entries(firstPlane).filter(([, first]) => first < planes);
  return {
    reads: 'a game of Go (SGF), of which it sees the position at the end',
    steps: [
      'Play the moves of the game. "Own" is the player whose turn it is.',
      `Make planes of zeros and ones, [${size} rows from the top, ${size} columns from the left, ${planes} planes].`,
      ...[
        'Planes 0 to 2: own stones, stones of the opponent, empty points. Plane 3: ones.',
        'Planes 4 to 11, at stones: turns since the stone was played, 1 to 7, and 8 or more.',
        'Planes 12 to 19, at stones: liberties of their chain, 1 to 7, and 8 or more.',
        'Planes 20 to 27, at legal moves: stones that the move captures, 0 to 6, and 7 or more.',
        'Planes 28 to 35, at legal moves: own stones that the move puts into atari, 0 to 6, and 7 or more.',
        'Planes 36 to 43, at legal moves: liberties of the chain after the move, 1 to 7, and 8 or more.',
        'Plane 44: moves that capture in a ladder. Plane 45: moves that escape from a ladder. Plane 46: legal moves that do not fill an own eye. Plane 47: zeros.',
      ].slice(0, { 4: 1, 12: 2, 48: 7 }[planes]),
      'The planes are those of Silver et al. 2016, Extended Data Table 2.',
    ],
    settings: { size, planes, firstPlane: Object.fromEntries(places) },
  };
}
