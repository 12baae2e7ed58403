import { PASS, pointOfSgfValue, sgfValue } from '../rules/coordinates.ts';
import type { Game, Player } from './game.ts';
import { handicapPoints } from '../rules/handicap.ts';
import { BLACK, type Colour, EMPTY, otherColour, WHITE } from '../rules/position.ts';
import { escaped, mainLine, type SgfNode } from './main-line.ts';
import { decodeSgf } from './sgf-encoding.ts';
import { GameError } from './sgf-error.ts';
import { gameTrees } from './sgf-trees.ts';

/** The content of an SGF file. */
export interface SgfContent {
  readonly games: readonly PlacedGame[];
  /** The games that could not be read, each with its reason. */
  readonly faults: readonly GameError[];
}

/** A game and its place: `a.sgf`, or `a.sgf (game 2 of 3)`. */
export interface PlacedGame {
  readonly place: string;
  readonly game: Game;
}

/** The largest board of the standard; there are no more letters for columns. */
const largestSgfSize = 52;
/** {@link Game.setup} counts moves in 16 bits. */
const maxMoves = 32_767;

/**
 * Reads the games of an SGF file (FF[1] to FF[4]): the main line of each (the first of several
 * variations), with handicap, setup stones (also between moves), passes and komi.
 *
 * It does not check that moves are legal; {@link replay} and `checkGame` do.
 *
 * @param content the bytes of the file, in the encoding that its property CA states, or a text.
 * @param file the file's name, for errors.
 * @throws GameError if the file as a whole is not SGF, is truncated or has a wrong encoding; a fault
 *   in one game of several is in `faults`.
 * @example
 * const [{ game }] = parseSgf('(;SZ[9]KM[6.5];B[ee];W[];B[gc])', 'small.sgf').games;
 * game.size; // 9
 * [...game.moves]; // [40, -1, 24]
 */
export function parseSgf(content: Uint8Array | string, file: string): SgfContent {
  const trees = typeof content === 'string' ? gameTrees(content, file) : decode(content, file);
  const games: PlacedGame[] = [];
  const faults: GameError[] = [];
  for (const [i, tree] of trees.entries()) {
    const place = trees.length === 1 ? file : `${file} (game ${i + 1} of ${trees.length})`;
    try {
      games.push({ place, game: readTree(tree, place) });
    } catch (cause) {
      if (!(cause instanceof GameError)) throw cause;
      faults.push(cause);
    }
  }
  return { games, faults };
}

/** Splits bytes into game trees, in the most likely encoding in which the brackets balance. */
function decode(bytes: Uint8Array, file: string): string[] {
  let first: unknown;
  for (const text of decodeSgf(bytes, file)) {
    try {
      return gameTrees(text, file);
    } catch (cause) {
      first ??= cause;
    }
  }
  throw first;
}

function readTree(tree: string, place: string): Game {
  let nodes: SgfNode[];
  try {
    nodes = mainLine(tree);
  } catch (cause) {
    throw new GameError('no SGF', `${place} is not SGF: ${(cause as Error).message}`, { cause });
  }
  const valuesOf = (name: string): readonly string[] | undefined => nodes[0].properties.get(name);
  const [kind = '1'] = valuesOf('GM') ?? [];
  if (Number(kind) !== 1) {
    throw new GameError('no game of Go', `${place} is not a game of Go: GM must be 1, got ${kind}`);
  }
  const size = readSize(valuesOf('SZ')?.[0], place);
  const moves: number[] = [];
  const colours: number[] = [];
  const setup: number[] = [];
  let toMove: Colour | undefined;
  for (const { properties } of nodes) {
    for (const [property, values] of properties) {
      if (property === 'B' || property === 'W') {
        const colour = property === 'B' ? BLACK : WHITE;
        moves.push(readMove(property, values, size, `${place}: move ${moves.length + 1}`));
        colours.push(colour);
        toMove = otherColour(colour);
      } else if (property === 'PL') {
        toMove = /^\s*[w2]/i.test(values[0] ?? '') ? WHITE : BLACK;
      } else if (Object.hasOwn(setupColours, property)) {
        for (const point of readPoints(property, values, size, place)) {
          setup.push(moves.length, point, setupColours[property]);
        }
      }
    }
  }
  if (moves.length > maxMoves) {
    throw new GameError(
      'meaningless value',
      `${place} has ${moves.length} moves; at most ${maxMoves} are allowed`,
    );
  }
  const handicap = readNumber('HA', valuesOf('HA')?.[0], place);
  const stonesMissing = handicap >= 2 && !valuesOf('AB') && colours[0] === WHITE;
  if (stonesMissing) {
    // Servers leave out the stones of the rule's fixed points.
    const points = handicapPoints(handicap, size) ?? [];
    setup.unshift(...points.flatMap((point) => [0, point, BLACK]));
  }
  const [result] = valuesOf('RE') ?? [];
  return {
    size,
    komi: readNumber('KM', valuesOf('KM')?.[0], place),
    handicap,
    setup: Int16Array.from(setup),
    moves: Int16Array.from(moves),
    colours: Uint8Array.from(colours),
    toMove: toMove ?? (handicap >= 2 ? WHITE : BLACK),
    ...(result && { result: result.trim() }),
    ...player('black', valuesOf('PB'), valuesOf('BR')),
    ...player('white', valuesOf('PW'), valuesOf('WR')),
  };
}

const setupColours: Readonly<Record<string, number>> = { AB: BLACK, AW: WHITE, AE: EMPTY };

function readSize(value: string | undefined, place: string): number {
  if (value === undefined) return 19; // the standard's default
  const [, columns, rows = columns] = /^\s*(\d+)\s*(?::\s*(\d+)\s*)?$/.exec(value) ?? [];
  const size = Number(columns);
  if (Number(rows) !== size || !(size >= 1 && size <= largestSgfSize)) {
    throw new GameError(
      'another board size',
      `${place}: SZ must be a square board of 1 to ${largestSgfSize} lines, got SZ[${value}]`,
    );
  }
  return size;
}

function readNumber(property: string, value: string | undefined, place: string): number {
  // Many countries write 6,5 for 6.5.
  const number = Number((value ?? '').trim().replace(',', '.'));
  if (!Number.isFinite(number)) {
    throw new GameError(
      'meaningless value',
      `${place}: ${property} must be a number, got ${property}[${value}]`,
    );
  }
  return number;
}

function readMove(
  property: string,
  values: readonly string[],
  size: number,
  place: string,
): number {
  const written = property + (values.length === 0 ? '' : `[${values.join('][')}]`);
  const point = values.length === 1 ? pointOfSgfValue(values[0].trim(), size) : undefined;
  if (point === undefined) {
    throw new GameError(
      'illegal move',
      `${place}, ${written}, is neither a point of a ${size}×${size} board nor a pass`,
    );
  }
  return point;
}

/** Reads points and rectangles: `AB[aa][cc:ee]`. */
function readPoints(
  property: string,
  values: readonly string[],
  size: number,
  place: string,
): number[] {
  return values.flatMap((value) => {
    const [from, to = from] = value.trim().split(':');
    const corners = [from, to].map((corner) => pointOfSgfValue(corner, size) ?? PASS);
    if (corners.includes(PASS)) {
      throw new GameError(
        'meaningless value',
        `${place}: ${property}[${value}] is not a point of a ${size}×${size} board`,
      );
    }
    const [top, bottom] = corners.map((point) => Math.floor(point / size)).sort((a, b) => a - b);
    const [left, right] = corners.map((point) => point % size).sort((a, b) => a - b);
    const points: number[] = [];
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) points.push(row * size + column);
    }
    return points;
  });
}

function player(
  colour: 'black' | 'white',
  [name]: readonly string[] = [],
  [rank]: readonly string[] = [],
): Partial<Record<'black' | 'white', Player>> {
  if (!name && !rank) return {};
  return { [colour]: { ...(name && { name: name.trim() }), ...(rank && { rank: rank.trim() }) } };
}

/** Moves per line of a written file. */
const movesPerLine = 12;

/**
 * Writes a game as SGF text (FF[4]); {@link parseSgf} reads back the same game.
 *
 * @example
 * const { game } = parseSgf('(;SZ[9];B[ee];W[cc])', 'small.sgf').games[0];
 * writeSgf(game).includes(';B[ee];W[cc]'); // true
 */
export function writeSgf(game: Game): string {
  const { size, komi, handicap, setup, moves, colours, result, black, white } = game;
  const property = (name: string, value: string | number | undefined): string =>
    value === undefined ? '' : `${name}[${escaped(String(value))}]`;
  const parts = [
    '(;FF[4]GM[1]CA[UTF-8]' + property('SZ', size) + property('KM', komi),
    handicap > 0 ? property('HA', handicap) : '',
    property('PB', black?.name) + property('BR', black?.rank),
    property('PW', white?.name) + property('WR', white?.rank),
    property('RE', result),
  ];
  let next = 0;
  const setupBefore = (move: number): string => {
    const values = new Map<number, string>();
    for (; next < setup.length && setup[next] <= move; next += 3) {
      const colour = setup[next + 2];
      values.set(colour, `${values.get(colour) ?? ''}[${sgfValue(setup[next + 1], size)}]`);
    }
    return [...values].map(([colour, points]) => setupNames[colour] + points).join('');
  };
  parts.push(setupBefore(0));
  if (moves.length === 0 && game.toMove === WHITE) parts.push('PL[W]');
  for (let move = 0; move < moves.length; move++) {
    const stones = move > 0 ? setupBefore(move) : '';
    if (stones) parts.push(`;${stones}`);
    if (move % movesPerLine === 0) parts.push('\n');
    parts.push(`;${colours[move] === BLACK ? 'B' : 'W'}[${sgfValue(moves[move], size)}]`);
  }
  if (moves.length > 0) {
    const stones = setupBefore(moves.length);
    const usual = otherColour(colours[moves.length - 1] as Colour);
    const turn = game.toMove === usual ? '' : `PL[${game.toMove === BLACK ? 'B' : 'W'}]`;
    if (stones || turn) parts.push(`;${stones}${turn}`);
  }
  return parts.join('') + ')\n';
}

const setupNames: Readonly<Record<number, string>> = {
  [BLACK]: 'AB',
  [WHITE]: 'AW',
  [EMPTY]: 'AE',
};
