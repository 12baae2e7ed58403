import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import type { CollectedGame } from './games.ts';

const testShare = 0.1;
const validationShare = 0.02;
/** Seeds the split, not the run: every run tests the same games. */
const splitSeed = 0;

/** Games by what they are for; each game is in one part only. */
export interface GameParts {
  readonly train: readonly CollectedGame[];
  readonly validation: readonly CollectedGame[];
  readonly test: readonly CollectedGame[];
}

/**
 * Divides games into parts: by their moves, through a checksum with a fixed seed, so that neither
 * names nor order matter.
 *
 * @param testGames how many are tested; a tenth where absent. A fiftieth is for validation.
 * @throws InputError where no game would be left to train on.
 */
export function divideGames(games: readonly CollectedGame[], testGames?: number): GameParts {
  const share = (part: number): number => Math.max(1, Math.round(games.length * part));
  const tests = testGames ?? share(testShare);
  const validations = share(validationShare);
  if (tests + validations >= games.length) {
    throw new InputError(
      'data',
      `of ${games.length} games, ${tests} to test and ${validations} to choose leave none to train ` +
        `on; ask for fewer with testGames=N, or add games`,
    );
  }
  const ordered = games
    .map((game) => ({
      game,
      key: createHash('sha256').update(`${splitSeed} ${game.digest}`).digest('hex'),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ game }) => game);
  return {
    test: ordered.slice(0, tests),
    validation: ordered.slice(tests, tests + validations),
    train: ordered.slice(tests + validations),
  };
}
