export { drawBoard } from './drawing/board-drawing.ts';
export { positionDrawing } from './drawing/position-drawing.ts';
export { GtpProcess } from './gtp/gtp-process.fixture.ts';
export { GtpEngine, type GtpPlayer, serveGtp } from './gtp/gtp.ts';
export { PlaneEncoder } from './planes/planes.ts';
export { chooseMove } from './player/choose-move.ts';
export { BuiltInPlayer } from './player/player.ts';
export { policyPlayer } from './player/policy-player.ts';
export {
  gtpName,
  gtpNames,
  pointOfGtpName,
  pointOfSgfValue,
  sgfValue,
} from './rules/coordinates.ts';
export { handicapPoints } from './rules/handicap.ts';
export { pointWhenMoved } from './rules/moved-point.ts';
export { BLACK, EMPTY, PASS, Position, WHITE } from './rules/position.ts';
export {
  boardSymmetries,
  inverseSymmetry,
  pointsUnder,
  symmetryCount,
  transformPlanes,
} from './rules/symmetries.ts';
export { type Game, replay } from './sgf/game.ts';
export { checkGame, type CollectedGame, GameCollection } from './sgf/games.ts';
export { GameError, type GameFault } from './sgf/sgf-error.ts';
export { parseSgf, type PlacedGame, type SgfContent, writeSgf } from './sgf/sgf.ts';
export type { BoardEncoding, PlaneCount } from './sources/board-options.ts';
export { decodeBoard, lastPositionInput } from './sources/decode-board.ts';
export { PositionReader } from './sources/position-reader.ts';
export { positionsSplit } from './sources/positions-split.ts';
export { playGame, selfPlay } from './sources/self-play.ts';
export { sgfFolder } from './sources/sgf-folder.ts';
export { tygem } from './sources/tygem.ts';
