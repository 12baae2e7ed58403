import {
  type PlainBoard,
  plainChain,
  plainMove,
  plainNeighbours,
} from '../rules/plain-rules.fixture.ts';
import { PASS } from '../rules/coordinates.ts';
import { BLACK, EMPTY, WHITE } from '../rules/position.ts';

/** A position as plain values: nothing is stored that can be computed. */
export interface PlainPosition extends PlainBoard {
  readonly toMove: number;
  /** The point that the ko forbids to the player to move; −1 if there is none. */
  readonly ko: number;
  /** Moves, passes included, since the stone at each point was played; Infinity if none was. */
  readonly turns: readonly number[];
}

export const plainStart = (size: number): PlainPosition => ({
  size,
  stones: new Array<number>(size * size).fill(EMPTY),
  toMove: BLACK,
  ko: -1,
  turns: new Array<number>(size * size).fill(Infinity),
});

const other = (colour: number): number => (colour === BLACK ? WHITE : BLACK);

/** Returns the position after a legal move. */
export function plainPlay(position: PlainPosition, point: number): PlainPosition {
  const { size, toMove } = position;
  const turns = position.turns.map((turn) => turn + 1);
  if (point === PASS) return { ...position, toMove: other(toMove), ko: -1, turns };
  const { board, captured } = plainMove(position, point, toMove);
  turns[point] = 1;
  for (const taken of captured) turns[taken] = Infinity;
  const { stones, liberties } = plainChain(board, point);
  const isKo = captured.length === 1 && stones.length === 1 && liberties.length === 1;
  return { size, stones: board.stones, toMove: other(toMove), ko: isKo ? captured[0] : -1, turns };
}

function plainIsLegal(position: PlainPosition, point: number): boolean {
  if (position.stones[point] !== EMPTY || point === position.ko) return false;
  return plainChain(plainMove(position, point, position.toMove).board, point).liberties.length > 0;
}

/**
 * Lists the planes that are one at a point, of AlphaGo's 48 (Silver et al. 2016, Extended Data
 * Table 2), numbered in the order of the table.
 */
export function plainPlanesAt(position: PlainPosition, point: number): number[] {
  const { stones, toMove, turns } = position;
  const colour = stones[point];
  const planes = [colour === EMPTY ? 2 : colour === toMove ? 0 : 1, 3];
  const upTo8 = (first: number, count: number): number => first + Math.min(count, 8) - 1;
  if (turns[point] !== Infinity) planes.push(upTo8(4, turns[point]));
  if (colour !== EMPTY) {
    planes.push(upTo8(12, plainChain(position, point).liberties.length));
  } else if (plainIsLegal(position, point)) {
    const { board, captured } = plainMove(position, point, toMove);
    const moved = plainChain(board, point);
    planes.push(20 + Math.min(captured.length, 7));
    if (moved.liberties.length === 1) planes.push(upTo8(28, moved.stones.length));
    planes.push(upTo8(36, moved.liberties.length));
    if (isLadderMove(position, point, { prey: other(toMove), liberties: 2 })) planes.push(44);
    if (isLadderMove(position, point, { prey: toMove, liberties: 1 })) planes.push(45);
    if (!plainIsEye(position, point)) planes.push(46);
  }
  return planes;
}

/** Own stones on four sides, and the opponent on at most one diagonal, none at the edge. */
function plainIsEye({ size, stones, toMove }: PlainPosition, point: number): boolean {
  const beside = plainNeighbours(point, size);
  if (beside.some((neighbour) => stones[neighbour] !== toMove)) return false;
  // A point is diagonal if it shares two neighbours.
  const shared = beside.flatMap((neighbour) => plainNeighbours(neighbour, size));
  const diagonals = [...new Set(shared)].filter(
    (each) => each !== point && shared.indexOf(each) !== shared.lastIndexOf(each),
  );
  const foreign = diagonals.filter((each) => stones[each] === other(toMove)).length;
  return foreign <= (beside.length === 4 ? 1 : 0);
}

function isLadderMove(
  position: PlainPosition,
  point: number,
  { prey, liberties }: { readonly prey: number; readonly liberties: number },
): boolean {
  const chased = plainNeighbours(point, position.size).filter(
    (stone) =>
      position.stones[stone] === prey && plainChain(position, stone).liberties.length === liberties,
  );
  const after = plainPlay(position, point);
  return prey === position.toMove
    ? chased.some((stone) => !isCaught(after, stone))
    : chased.some((stone) => !canRun(after, stone));
}

/** Whether the attacker, who is to move, can keep the chain in atari until it is captured. */
function isCaught(position: PlainPosition, prey: number): boolean {
  const { liberties } = plainChain(position, prey);
  if (liberties.length !== 2) return liberties.length < 2;
  return liberties.some(
    (point) => plainIsLegal(position, point) && !canRun(plainPlay(position, point), prey),
  );
}

/** Whether the defender, who is to move, gets out of atari for good. */
function canRun(position: PlainPosition, prey: number): boolean {
  const { size, stones } = position;
  const { stones: chain, liberties } = plainChain(position, prey);
  if (liberties.length > 1) return true;
  const captures = chain
    .flatMap((stone) => plainNeighbours(stone, size))
    .filter((stone) => stones[stone] === other(position.toMove))
    .map((stone) => plainChain(position, stone).liberties)
    .filter((lasts) => lasts.length === 1)
    .flat();
  return [...new Set([...liberties, ...captures])].some(
    (point) => plainIsLegal(position, point) && !isCaught(plainPlay(position, point), prey),
  );
}
