import { isEye } from './player-eyes.ts';
import { Survey } from './player-survey.ts';
import { PASS } from '../rules/coordinates.ts';
import { EMPTY, type Position } from '../rules/position.ts';

/**
 * Chooses the move that a policy network plays: the most likely one that is legal and sensible, or
 * PASS.
 *
 * Networks learn where experts move, not when a game is over. Trained without passes, they would
 * finally fill their own eyes. So these are never played: illegal moves, own eyes, points of small
 * regions that one colour surrounds if no chain there is in atari, and moves that put own stones
 * into atari without capturing. If no other move is left, the move is PASS, so games end. They end
 * after three moves per point at the latest, because a cycle of captures may repeat for ever.
 *
 * @param probabilities one per point; they need not sum to 1.
 * @param moves the number of moves so far.
 */
export function chooseMove(
  position: Position,
  probabilities: ArrayLike<number>,
  moves = 0,
): number {
  const { size, points } = position;
  if (probabilities.length !== size * size) {
    throw new RangeError(
      `probabilities of a ${size}×${size} board must have length ${size * size}, got ${probabilities.length}`,
    );
  }
  if (moves >= 3 * size * size) return PASS;
  const survey = new Survey(size);
  survey.update(position);
  let best = PASS;
  for (let point = 0; point < points.length; point++) {
    if (points[point] !== EMPTY) continue;
    if (best !== PASS && !(probabilities[point] > probabilities[best])) continue;
    if (isSensible(position, survey, point)) best = point;
  }
  return best;
}

/** Whether a move is legal and neither fills an eye or settled territory nor gives stones away. */
function isSensible(position: Position, survey: Survey, point: number): boolean {
  const { toMove } = position;
  if (!position.isLegal(point) || isEye(position, point, toMove)) return false;
  const isSafe = survey.libertiesAfter(point, toMove, 2) >= 2 || survey.captures(point, toMove) > 0;
  return isSafe && (survey.isLastLiberty(point) || !survey.isSettled(point));
}
