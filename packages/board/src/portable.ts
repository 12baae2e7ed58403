// What runs in Node and in browsers.
export { drawBoard } from './drawing/board-drawing.ts';
export { positionDrawing } from './drawing/position-drawing.ts';
export type { GtpPlayer } from './gtp/gtp-player.ts';
export { policyPlayer } from './player/policy-player.ts';
export {
  gtpName,
  gtpNames,
  PASS,
  pointOfGtpName,
  pointOfSgfValue,
  sgfValue,
} from './rules/coordinates.ts';
export { handicapPoints } from './rules/handicap.ts';
export { pointWhenMoved } from './rules/moved-point.ts';
export { Position, WHITE } from './rules/position.ts';
export { boardSymmetries } from './rules/symmetries.ts';
export { type Game, replay } from './sgf/game.ts';
export { type CollectedGame, GameCollection } from './sgf/games.ts';
export { parseSgf, type PlacedGame, type SgfContent, writeSgf } from './sgf/sgf.ts';
export type { BoardEncoding, PlaneCount } from './sources/board-options.ts';
export { encodeLastPositions } from './sources/last-position.ts';
export { PositionReader } from './sources/position-reader.ts';
export { playGame, selfPlay, selfPlayCaptures } from './sources/self-play.ts';
