export { openLoggers, type OpenLoggers } from './open-loggers.ts';
export type { LoggedEnd, LoggedEpoch, LoggerKind, RunLogger } from './run-logger.ts';
