import pino from 'pino';

export type Logger = pino.Logger;

/**
 * JSON lines on standard output. What a request carries is never logged whole: no headers, bodies, variables
 * or tokens, so nothing secret can slip in through a log call.
 */
export function createLogger(level: string): Logger {
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
}
