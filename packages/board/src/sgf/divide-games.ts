import { sha256 } from '@axiswise/digest';
import { InputError, requireOneOf } from '@axiswise/messages';
import type { CollectedGame } from './games.ts';

const testShare = 0.1;
const validationShare = 0.02;
/** Seeds the split. It does not depend on the run's seed, so every run tests the same games. */
const splitSeed = 0;

/** Games by split; each game is in one split only. Where there are none for validation, it is left out. */
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
  const ordered = inOrder(games);
  return {
    test: ordered.slice(0, testCount),
    validation: ordered.slice(testCount, testCount + validationCount),
    train: ordered.slice(testCount + validationCount),
  };
}

/** Games in the order of checksums of their moves with a fixed seed. */
const inOrder = (games: readonly CollectedGame[]): CollectedGame[] =>
  games
    .map((game) => ({
      game,
      key: sha256().update(`${splitSeed} ${game.digest}`).hex(),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ game }) => game);

/**
 * Divides games for cross-validation: those of a fold are the test. A fiftieth of the others is for validation.
 *
 * @throws InputError if there are fewer games than folds, or no game would be left for training.
 */
export function divideIntoFold(
  games: readonly CollectedGame[],
  { fold, folds }: { readonly fold: string; readonly folds: readonly string[] },
): GameParts {
  const chosen = folds.indexOf(requireOneOf('data', 'the fold', fold, folds));
  if (games.length < Math.max(folds.length, 3)) {
    throw new InputError(
      'data',
      `${games.length} games cannot be divided into ${folds.length} folds; add games, or ask for fewer folds`,
    );
  }
  const ordered = inOrder(games);
  const test = ordered.filter((_, i) => i % folds.length === chosen);
  const others = ordered.filter((_, i) => i % folds.length !== chosen);
  return { test, ...setValidationAside(others) };
}

/** Sets a fiftieth of training games aside for validation. */
export function setValidationAside(
  games: readonly CollectedGame[],
): Pick<GameParts, 'train' | 'validation'> {
  const ordered = inOrder(games);
  const count = Math.max(1, Math.round(games.length * validationShare));
  if (count >= games.length) {
    throw new InputError(
      'data',
      `${games.length} games are too few to train and to validate; add games`,
    );
  }
  return { validation: ordered.slice(0, count), train: ordered.slice(count) };
}
