import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import type { CollectedGame } from './games.ts';

const testShare = 0.1;
const validationShare = 0.02;
/** Seeds the split. It does not depend on the run's seed, so every run tests the same games. */
const splitSeed = 0;

/** Games by split; each game is in one split only. */
export interface GameParts {
  readonly train: readonly CollectedGame[];
  readonly validation: readonly CollectedGame[];
  readonly test: readonly CollectedGame[];
}

/**
 * Divides games into train, validation and test.
 *
 * The order is that of checksums of the moves with a fixed seed, so neither file names nor file
 * order matter.
 *
 * @param testGames the number of test games; default a tenth. Validation takes a fiftieth.
 * @throws InputError if no game would be left for training.
 */
export function divideGames(games: readonly CollectedGame[], testGames?: number): GameParts {
  const share = (part: number): number => Math.max(1, Math.round(games.length * part));
  const testCount = testGames ?? share(testShare);
  const validationCount = share(validationShare);
  if (testCount + validationCount >= games.length) {
    throw new InputError(
      'data',
      `${games.length} games minus ${testCount} for test and ${validationCount} for validation leave ` +
        `none for training; set a smaller testGames, or add games`,
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
    test: ordered.slice(0, testCount),
    validation: ordered.slice(testCount, testCount + validationCount),
    train: ordered.slice(testCount + validationCount),
  };
}
