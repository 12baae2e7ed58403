import { isEye } from './player-eyes.ts';
import { Survey } from './player-survey.ts';
import { PASS } from '../rules/coordinates.ts';
import { EMPTY, type Position } from '../rules/position.ts';

/**
 * The move that a policy network plays: the likeliest one that is legal and not foolish, or PASS.
 *
 * Networks learn where experts move, not when a game is over: trained without passes, they would
 * fill their own eyes in the end. Never played: illegal moves, own eyes, points of small regions
 * that one colour surrounds where nothing is to be captured or saved, and moves that put own stones
 * into atari without capturing. Where nothing else is left, the answer is PASS, so games end; at the
 * latest after three moves a point, because a cycle of captures may go round for ever.
 *
 * @param probabilities one a point; they need not sum to 1.
 * @param moves how many were made so far.
 */
export function chooseMove(
  position: Position,
  probabilities: ArrayLike<number>,
  moves = 0,
): number {
  const { size, points } = position;
  if (probabilities.length !== size * size) {
    throw new RangeError(
      `a ${size}×${size} board needs ${size * size} probabilities, but ${probabilities.length} came`,
    );
  }
  if (moves >= 3 * size * size) return PASS;
  const survey = new Survey(size);
  survey.update(position);
  let best = PASS;
  for (let point = 0; point < points.length; point++) {
    if (points[point] !== EMPTY) continue;
    if (best !== PASS && !(probabilities[point] > probabilities[best])) continue;
    if (isWorthAMove(position, survey, point)) best = point;
  }
  return best;
}

/** Whether a move is legal and neither fills an eye or settled territory nor gives stones away. */
function isWorthAMove(position: Position, survey: Survey, point: number): boolean {
  const { toMove } = position;
  if (!position.isLegal(point) || isEye(position, point, toMove)) return false;
  const isSafe = survey.libertiesAfter(point, toMove, 2) >= 2 || survey.captures(point, toMove) > 0;
  return isSafe && (survey.isLastLiberty(point) || !survey.isSettled(point));
}
