import type { Random } from '@axiswise/random';
import { isEye } from './player-eyes.ts';
import { FAR, Survey } from './player-survey.ts';
import { PASS } from '../rules/coordinates.ts';
import { type Colour, EMPTY, otherColour, type Position } from '../rules/position.ts';

/**
 * A simple but sensible player of Go, whose moves the network learns to predict from the embedded
 * data.
 *
 * It adds up reasons for every point and plays the best one: it captures and saves stones,
 * threatens them, cuts and connects, replies near the last move, takes corners, then sides, and
 * stays on the third and fourth line while the board is empty. It never fills its own eyes or
 * settled territory, puts no stones into atari for nothing, and passes when no move is worth
 * making. It reads no sequences of moves.
 *
 * Its reasons are local patterns, except for the lines and corners, which are absolute places.
 * Sliding filters with a bias per position can learn exactly these.
 *
 * @param random draws a little noise for every point, so that no two games are alike.
 */
export class BuiltInPlayer {
  readonly #random: Random;
  #survey = new Survey(19);

  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * Chooses the move of the player to move, or PASS; always legal.
   *
   * @param last the last move of the opponent and the player's own move before it; PASS if there
   * was none.
   */
  choose(position: Position, last: { readonly opponent: number; readonly own: number }): number {
    const { size, toMove } = position;
    if (this.#survey.size !== size) this.#survey = new Survey(size);
    const survey = this.#survey;
    survey.update(position);
    const values = new Float64Array(size * size).fill(-Infinity);
    for (let point = 0; point < values.length; point++) {
      if (position.points[point] !== EMPTY) continue;
      const isAlone = survey.areaSize[survey.areaAt[point]] === 1;
      if (isAlone && isEye(position, point, toMove)) continue;
      const tactics = tacticalValue(survey, point, toMove);
      if (tactics === -Infinity) continue;
      if (tactics <= 0 && survey.isSettled(point)) continue;
      const value =
        tactics +
        placeValue(survey, point, toMove) +
        nearness(last.opponent, point, size, replyValues) +
        nearness(last.own, point, size, followUpValues);
      values[point] = value + this.#random.uniform(0, noise);
    }
    return bestLegal(position, values);
  }
}

/** The largest noise: less than most reasons are worth. */
const noise = 1;
/** Moves below this value are not worth making. */
const leastValue = -4;

function bestLegal(position: Position, values: Float64Array): number {
  for (;;) {
    let best = -1;
    let value = leastValue;
    for (let point = 0; point < values.length; point++) {
      if (values[point] > value) {
        value = values[point];
        best = point;
      }
    }
    if (best === -1) return PASS;
    if (position.isLegal(best)) return best;
    values[best] = -Infinity;
  }
}

/** The chains beside a point, at most four; one list for all points, to avoid allocations. */
const own = new Int16Array(4);
const foreign = new Int16Array(4);

/** Adds a chain to the first `count` of a list unless it is there; returns the new count. */
function addOnce(chains: Int16Array, count: number, chain: number): number {
  for (let i = 0; i < count; i++) if (chains[i] === chain) return count;
  chains[count] = chain;
  return count + 1;
}

/**
 * Values what a move does to the chains beside it: stones captured, saved, threatened, cut,
 * connected.
 *
 * @returns -Infinity for a move that puts its own stones into atari for nothing.
 */
function tacticalValue(survey: Survey, point: number, colour: Colour): number {
  const { neighbours, points, areaAt, areaSize, liberties } = survey;
  let value = 0;
  let captured = 0;
  let empty = 0;
  let owns = 0;
  let foreigns = 0;
  for (let k = point * 4; k < point * 4 + 4; k++) {
    const next = neighbours[k];
    if (next === -1) continue;
    if (points[next] === EMPTY) {
      empty++;
      continue;
    }
    const chain = areaAt[next];
    if (points[next] === colour) owns = addOnce(own, owns, chain);
    else foreigns = addOnce(foreign, foreigns, chain);
  }
  if (owns === 0 && foreigns === 0) return 0;
  const after = empty >= 4 ? 4 : survey.libertiesAfter(point, colour, 5);

  let isPressed = false;
  for (let i = 0; i < owns; i++) isPressed ||= liberties[own[i]] <= 2;
  for (let i = 0; i < foreigns; i++) {
    const chain = foreign[i];
    if (liberties[chain] !== 1) continue;
    captured += areaSize[chain];
    const canRun = survey.libertiesAfter(point, otherColour(colour), 2) >= 2;
    value += canRun || isPressed ? 24 + 8 * Math.min(areaSize[chain], 12) : 3 + areaSize[chain];
  }
  if (after <= 1 && captured < 2) {
    // The stone is in atari; taking one stone may still pay, as a ko or a snapback.
    if (captured === 0) return -Infinity;
    value -= 6;
  }
  for (let i = 0; i < owns; i++) {
    const chain = own[i];
    const stones = Math.min(areaSize[chain], 12);
    if (liberties[chain] === 1 && after >= 3) value += 16 + 8 * stones;
    else if (liberties[chain] === 1 && after === 2) value += 4 + 3 * stones;
    else if (liberties[chain] === 2 && after >= 4) value += 4 + stones;
  }
  if (after >= 2) {
    for (let i = 0; i < foreigns; i++) {
      const chain = foreign[i];
      const stones = Math.min(areaSize[chain], 12);
      if (liberties[chain] === 2) value += 6 + 2 * stones;
      else if (liberties[chain] === 3) value += 2 + stones / 2;
    }
    // Between two chains of one colour: a cut, or a connection where it could be cut.
    if (foreigns >= 2) value += 5;
    if (owns >= 2 && foreigns >= 1) value += 5;
  }
  return value;
}

/** The value of a line, by distance to the nearest edge: third and fourth line first. */
const lineValues = [-5, -2, 2, 2.5, 0.5];
/** The value of open corners, by the sum of the distances to both edges: 3-3, 3-4, 4-4. */
const cornerValues = [0, 0, 0, 0, 7, 8.3, 8.6];

/** Values a place: its lines, how open it is, and whether it lies between the two sides. */
function placeValue({ size, distance }: Survey, point: number, colour: Colour): number {
  const row = Math.floor(point / size);
  const column = point % size;
  const fromTop = Math.min(row, size - 1 - row);
  const fromSide = Math.min(column, size - 1 - column);
  const [near, far] = fromTop < fromSide ? [fromTop, fromSide] : [fromSide, fromTop];
  const toOwn = distance[colour][point];
  const toOther = distance[otherColour(colour)][point];
  const open = Math.min(toOwn, toOther);

  let value = lineValues[near] ?? 0;
  const isCorner = near >= 2 && far <= 3;
  if (isCorner && open >= 6) value += cornerValues[near + far];
  // Open places: worth more the farther they are from all stones, and more near the edge than in
  // the centre.
  value += Math.min(open, 8) * (near === 2 || near === 3 ? 0.9 : near >= 4 ? 0.3 : 0);
  if (open < FAR) {
    const difference = toOwn - toOther;
    if (Math.abs(difference) <= 1) value += 3;
    else if (difference < 0) value -= Math.min(-difference, 4);
    else value -= Math.min(difference, 4) * 1.5;
  }
  return value;
}

/**
 * The value of a point beside the opponent's last move, diagonal to it, one apart, a knight's move
 * away, …
 */
const replyValues = [0, 6, 5, 4, 4, 2.5, 2, 1, 0.5];
/** The same for the player's own move before. */
const followUpValues = [0, 2, 2, 1.5, 1.5, 1, 0.5];

/** Values the nearness to a move, by the sum of columns, rows and the larger of both. */
function nearness(move: number, point: number, size: number, values: readonly number[]): number {
  if (move === PASS) return 0;
  const rows = Math.abs(Math.floor(move / size) - Math.floor(point / size));
  const columns = Math.abs((move % size) - (point % size));
  return values[rows + columns + Math.max(rows, columns) - 1] ?? 0;
}
