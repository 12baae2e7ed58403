import { readFile } from 'node:fs/promises';
import { InputError } from '@axiswise/messages';
import { drawBoard } from '../drawing/board-drawing.ts';
import { gtpName, largestSize, PASS, pointOfGtpName } from '../rules/coordinates.ts';
import { giveTurn, replay } from '../sgf/game.ts';
import { GtpFailure } from './gtp-failure.ts';
import type { GtpTable } from './gtp-table.ts';
import { handicapPoints } from '../rules/handicap.ts';
import { BLACK, type Colour, Position, WHITE } from '../rules/position.ts';
import { parseSgf } from '../sgf/sgf.ts';
import { GameError } from '../sgf/sgf-error.ts';

/** Carries a command out and gives what follows `=`; throws GtpFailure for what follows `?`. */
export type GtpCommand = (table: GtpTable, words: readonly string[]) => string | Promise<string>;

/** The commands of the protocol, by name; messages in its own words. */
export const gtpCommands: Readonly<Record<string, GtpCommand>> = {
  protocol_version: () => '2',
  name: ({ player }) => player.name,
  version: ({ player }) => player.version,
  known_command: (_, [name = '']) => String(Object.hasOwn(gtpCommands, name)),
  list_commands: () => Object.keys(gtpCommands).join('\n'),
  quit: () => '',

  boardsize(table, words) {
    const size = wholeNumber(words[0]);
    const { sizes } = table.player;
    const plays = sizes ? sizes.includes(size) : size >= 2 && size <= largestSize;
    if (!plays) throw new GtpFailure('unacceptable size');
    table.begin(new Position(size));
    return '';
  },
  clear_board(table) {
    table.begin();
    return '';
  },
  komi(table, [word]) {
    const komi = word === undefined ? NaN : Number(word);
    if (!Number.isFinite(komi)) throw new GtpFailure('syntax error');
    table.komi = komi;
    return '';
  },

  fixed_handicap(table, [word]) {
    const stones = wholeNumber(word);
    requireEmptyBoard(table);
    const points = handicapPoints(stones, table.position.size);
    if (!points) throw new GtpFailure('invalid number of stones');
    return placeHandicap(table, points);
  },
  place_free_handicap(table, [word]) {
    const stones = wholeNumber(word);
    requireEmptyBoard(table);
    if (stones < 2) throw new GtpFailure('invalid number of stones');
    // The protocol lets an engine place fewer stones than asked for: at most the fixed points.
    for (let count = Math.min(stones, 9); count >= 2; count--) {
      const points = handicapPoints(count, table.position.size);
      if (points) return placeHandicap(table, points);
    }
    throw new GtpFailure('invalid number of stones');
  },
  set_free_handicap(table, words) {
    requireEmptyBoard(table);
    const points = words.map((word) => vertex(word, table, 'bad vertex list'));
    const isBad =
      points.length < 2 || points.includes(PASS) || new Set(points).size < points.length;
    if (isBad) throw new GtpFailure('bad vertex list');
    placeHandicap(table, points);
    return '';
  },

  play(table, [colourWord, vertexWord]) {
    if (vertexWord === undefined) throw new GtpFailure('syntax error');
    const colour = colourOf(colourWord, 'invalid color or coordinate');
    const point = vertex(vertexWord, table, 'invalid color or coordinate');
    if (point !== PASS && !table.position.isLegal(point, colour)) {
      throw new GtpFailure('illegal move');
    }
    table.play(point, colour);
    return '';
  },
  async genmove(table, [colourWord]) {
    const colour = colourOf(colourWord, 'syntax error');
    const move = await ask(table, colour);
    if (move === 'resign') return move;
    table.play(move, colour);
    return gtpName(move, table.position.size);
  },
  async reg_genmove(table, [colourWord]) {
    const move = await ask(table, colourOf(colourWord, 'syntax error'));
    return move === 'resign' ? move : gtpName(move, table.position.size);
  },
  undo(table) {
    if (!table.undo()) throw new GtpFailure('cannot undo');
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

  async loadsgf(table, [file, before]) {
    if (file === undefined) throw new GtpFailure('syntax error');
    const last = before === undefined ? Infinity : wholeNumber(before) - 1;
    try {
      const { games, faults } = parseSgf(await readFile(file), file);
      if (games.length === 0) throw faults[0];
      const { game } = games[0];
      const { sizes } = table.player;
      if (sizes ? !sizes.includes(game.size) : game.size > largestSize) {
        throw new GtpFailure('cannot load file');
      }
      replay(game); // an illegal move is found before the table is touched
      table.begin(new Position(game.size));
      const putDown = (position: Position): void => {
        // Stones set up between moves begin a game anew: undo goes back no further.
        const { points } = table.position;
        if (position.points.some((colour, at) => colour !== points[at]))
          table.begin(position.copy());
      };
      const end = replay(game, (position, move) => {
        if (move > last) return;
        putDown(position);
        if (move < last) table.play(game.moves[move], game.colours[move] as Colour);
      });
      if (game.moves.length <= last) putDown(end);
      table.komi = game.komi;
      return '';
    } catch (cause) {
      const isBad = cause instanceof GameError || cause instanceof InputError;
      if (isBad || (cause as NodeJS.ErrnoException).code) throw new GtpFailure('cannot load file');
      throw cause;
    }
  },
};

async function ask(table: GtpTable, colour: Colour): Promise<number | 'resign'> {
  const position = table.position.copy();
  giveTurn(position, colour);
  const move = await table.player.genmove(position, table.game(colour));
  if (move !== 'resign' && move !== PASS && !table.position.isLegal(move, colour)) {
    throw new Error(
      `${table.player.name} wants to play ${gtpName(move, table.position.size)}, which is illegal`,
    );
  }
  return move;
}

function placeHandicap(table: GtpTable, points: readonly number[]): string {
  const { size } = table.position;
  const position = new Position(size);
  for (const point of points) position.place(point, BLACK);
  position.toMove = WHITE;
  table.begin(position);
  return points.map((point) => gtpName(point, size)).join(' ');
}

function requireEmptyBoard({ position }: GtpTable): void {
  if (position.points.some((colour) => colour !== 0)) throw new GtpFailure('board not empty');
}

function wholeNumber(word: string | undefined): number {
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

function vertex(word: string, { position }: GtpTable, failure: string): number {
  try {
    return pointOfGtpName(word, position.size);
  } catch (cause) {
    if (cause instanceof InputError) throw new GtpFailure(failure, { cause });
    throw cause;
  }
}
