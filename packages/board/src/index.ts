export * from './portable.ts';
export { GtpEngine, serveGtp } from './gtp/gtp.ts';
export { sgfGames } from './sources/sgf-games.ts';
export { tygem } from './sources/tygem.ts';
