import { readFile } from 'node:fs/promises';
import { InputError } from '@axiswise/messages';
import { drawBoard } from '../drawing/board-drawing.ts';
import { gtpName, largestSize, PASS, pointOfGtpName } from '../rules/coordinates.ts';
import { giveTurn, replay } from '../sgf/game.ts';
import { GtpFailure } from './gtp-failure.ts';
import type { GtpSession } from './gtp-session.ts';
import { handicapPoints } from '../rules/handicap.ts';
import { BLACK, type Colour, Position, WHITE } from '../rules/position.ts';
import { parseSgf } from '../sgf/sgf.ts';
import { GameError } from '../sgf/sgf-error.ts';

/**
 * Carries a command out and returns the text after `=`; throws GtpFailure with the text after `?`.
 */
export type GtpCommand = (
  session: GtpSession,
  words: readonly string[],
) => string | Promise<string>;

/** The commands of the protocol, by name; their messages are those of the protocol. */
export const gtpCommands: Readonly<Record<string, GtpCommand>> = {
  protocol_version: () => '2',
  name: ({ player }) => player.name,
  version: ({ player }) => player.version,
  known_command: (_, [name = '']) => String(Object.hasOwn(gtpCommands, name)),
  list_commands: () => Object.keys(gtpCommands).join('\n'),
  quit: () => '',

  boardsize(session, words) {
    const size = nonNegativeInteger(words[0]);
    const { sizes } = session.player;
    const plays = sizes ? sizes.includes(size) : size >= 2 && size <= largestSize;
    if (!plays) throw new GtpFailure('unacceptable size');
    session.begin(new Position(size));
    return '';
  },
  clear_board(session) {
    session.begin();
    return '';
  },
  komi(session, [word]) {
    const komi = word === undefined ? NaN : Number(word);
    if (!Number.isFinite(komi)) throw new GtpFailure('syntax error');
    session.komi = komi;
    return '';
  },

  fixed_handicap(session, [word]) {
    const stones = nonNegativeInteger(word);
    requireEmptyBoard(session);
    const points = handicapPoints(stones, session.position.size);
    if (!points) throw new GtpFailure('invalid number of stones');
    return placeHandicap(session, points);
  },
  place_free_handicap(session, [word]) {
    const stones = nonNegativeInteger(word);
    requireEmptyBoard(session);
    if (stones < 2) throw new GtpFailure('invalid number of stones');
    // The protocol lets an engine place fewer stones than requested: at most the fixed points.
    for (let count = Math.min(stones, 9); count >= 2; count--) {
      const points = handicapPoints(count, session.position.size);
      if (points) return placeHandicap(session, points);
    }
    throw new GtpFailure('invalid number of stones');
  },
  set_free_handicap(session, words) {
    requireEmptyBoard(session);
    const points = words.map((word) => vertex(word, session, 'bad vertex list'));
    const isBad =
      points.length < 2 || points.includes(PASS) || new Set(points).size < points.length;
    if (isBad) throw new GtpFailure('bad vertex list');
    placeHandicap(session, points);
    return '';
  },

  play(session, [colourWord, vertexWord]) {
    if (vertexWord === undefined) throw new GtpFailure('syntax error');
    const colour = colourOf(colourWord, 'invalid color or coordinate');
    const point = vertex(vertexWord, session, 'invalid color or coordinate');
    if (point !== PASS && !session.position.isLegal(point, colour)) {
      throw new GtpFailure('illegal move');
    }
    session.play(point, colour);
    return '';
  },
  async genmove(session, [colourWord]) {
    const colour = colourOf(colourWord, 'syntax error');
    const move = await generateMove(session, colour);
    if (move === 'resign') return move;
    session.play(move, colour);
    return gtpName(move, session.position.size);
  },
  async reg_genmove(session, [colourWord]) {
    const move = await generateMove(session, colourOf(colourWord, 'syntax error'));
    return move === 'resign' ? move : gtpName(move, session.position.size);
  },
  undo(session) {
    if (!session.undo()) throw new GtpFailure('cannot undo');
    return '';
  },

  time_settings(_, words) {
    if (words.length < 3 || words.slice(0, 3).some((word) => !(Number(word) >= 0))) {
      throw new GtpFailure('syntax error');
    }
    return '';
  },
  time_left(_, [colourWord, time, stones]) {
    colourOf(colourWord, 'syntax error');
    if (![time, stones].every((word) => word !== undefined && Number.isFinite(Number(word)))) {
      throw new GtpFailure('syntax error');
    }
    return '';
  },

  final_score({ position, komi }) {
    const { black, white } = position.areaScore();
    const lead = black - white - komi;
    return lead === 0 ? '0' : `${lead > 0 ? 'B' : 'W'}+${Math.abs(lead)}`;
  },
  showboard: ({ position }) => `\n${drawBoard(position)}`,

  async loadsgf(session, [file, before]) {
    if (file === undefined) throw new GtpFailure('syntax error');
    const last = before === undefined ? Infinity : nonNegativeInteger(before) - 1;
    try {
      const { games, faults } = parseSgf(await readFile(file), file);
      if (games.length === 0) throw faults[0];
      const { game } = games[0];
      const { sizes } = session.player;
      if (sizes ? !sizes.includes(game.size) : game.size > largestSize) {
        throw new GtpFailure('cannot load file');
      }
      replay(game); // throws at an illegal move before the game changes
      session.begin(new Position(game.size));
      const beginIfStonesDiffer = (position: Position): void => {
        // Stones set up between moves begin a new game: undo goes back no further.
        const { points } = session.position;
        if (position.points.some((colour, at) => colour !== points[at]))
          session.begin(position.copy());
      };
      const end = replay(game, (position, move) => {
        if (move > last) return;
        beginIfStonesDiffer(position);
        if (move < last) session.play(game.moves[move], game.colours[move] as Colour);
      });
      if (game.moves.length <= last) beginIfStonesDiffer(end);
      session.komi = game.komi;
      return '';
    } catch (cause) {
      const isBad = cause instanceof GameError || cause instanceof InputError;
      if (isBad || (cause as NodeJS.ErrnoException).code) throw new GtpFailure('cannot load file');
      throw cause;
    }
  },
};

async function generateMove(session: GtpSession, colour: Colour): Promise<number | 'resign'> {
  const position = session.position.copy();
  giveTurn(position, colour);
  const move = await session.player.genmove(position, session.game(colour));
  if (move !== 'resign' && move !== PASS && !session.position.isLegal(move, colour)) {
    throw new Error(
      `${session.player.name} returned the illegal move ${gtpName(move, session.position.size)}`,
    );
  }
  return move;
}

function placeHandicap(session: GtpSession, points: readonly number[]): string {
  const { size } = session.position;
  const position = new Position(size);
  for (const point of points) position.place(point, BLACK);
  position.toMove = WHITE;
  session.begin(position);
  return points.map((point) => gtpName(point, size)).join(' ');
}

function requireEmptyBoard({ position }: GtpSession): void {
  if (position.points.some((colour) => colour !== 0)) throw new GtpFailure('board not empty');
}

function nonNegativeInteger(word: string | undefined): number {
  if (word === undefined || !/^\d{1,9}$/.test(word)) throw new GtpFailure('syntax error');
  return Number(word);
}

const colours: Readonly<Record<string, Colour>> = {
  b: BLACK,
  black: BLACK,
  w: WHITE,
  white: WHITE,
};

function colourOf(word: string | undefined, failure: string): Colour {
  const colour = colours[word?.toLowerCase() ?? ''];
  if (colour === undefined) throw new GtpFailure(failure);
  return colour;
}

function vertex(word: string, { position }: GtpSession, failure: string): number {
  try {
    return pointOfGtpName(word, position.size);
  } catch (cause) {
    if (cause instanceof InputError) throw new GtpFailure(failure, { cause });
    throw cause;
  }
}
