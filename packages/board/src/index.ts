export { BoardError } from './board-error.ts';
export { drawBoard } from './board-drawing.ts';
export { type BoardEncoding, type PlaneCount } from './board-options.ts';
export { chooseMove } from './choose-move.ts';
export { gtpName, gtpNames, pointOfGtpName, pointOfSgfValue, sgfValue } from './coordinates.ts';
export { decodeBoard, lastPositionInput } from './decode-board.ts';
export { type Game, replay } from './game.ts';
export { checkGame, type CollectedGame, GameCollection } from './games.ts';
export { GtpEngine, type GtpPlayer, serveGtp } from './gtp.ts';
export { handicapPoints } from './handicap.ts';
export { BuiltInPlayer } from './player.ts';
export { pointWhenMoved } from './moved-point.ts';
export { policyPlayer } from './policy-player.ts';
export { BLACK, EMPTY, PASS, Position, WHITE } from './position.ts';
export { playGame, selfPlay } from './self-play.ts';
export { parseSgf, type PlacedGame, type SgfContent, writeSgf } from './sgf.ts';
export { GameError, type GameFault } from './sgf-error.ts';
export { sgfFolder } from './sgf-folder.ts';
export { tygem } from './tygem.ts';
export { PlaneEncoder } from './planes.ts';
export { PositionReader } from './position-reader.ts';
export { positionDrawing } from './position-drawing.ts';
export { positionsSplit } from './positions-split.ts';
export {
  boardSymmetries,
  inverseSymmetry,
  pointsUnder,
  symmetryCount,
  transformPlanes,
} from './symmetries.ts';
