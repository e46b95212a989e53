import { pino } from 'pino';
import { redactFields } from './redact-fields.ts';
import { redactText } from './redact-text.ts';

export type Logger = pino.Logger;

/** Anything pino can write to: a stream with `write`. */
export type LogDestination = pino.DestinationStream;

export interface LoggerOptions {
  app: string;
  level: pino.LevelWithSilent;
  /** Where lines go; standard output if left out. */
  destination?: LogDestination;
}

/**
 * Creates the logger of one process: one JSON line per message, level as a word, time in ISO 8601.
 *
 * Values of fields that hold credentials are replaced, and what looks like one in any text: no caller has to think of it.
 */
export function createLogger({ app, level, destination }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: redactFields, bindings: redactFields },
    // Errors are copied by the formatter, wherever they stand.
    serializers: { err: (error: unknown) => error },
    hooks: { streamWrite: redactText },
  };
  return hidingInChildren(destination === undefined ? pino(options) : pino(options, destination));
}

/** pino formats the fields of its first logger alone; children inherit this one's `child`. */
function hidingInChildren(log: Logger): Logger {
  const { child } = log;
  log.child = function hidingChild(this: Logger, ...[bindings, options]: Parameters<Logger['child']>) {
    return child.call(this, redactFields(bindings), options);
  } as Logger['child'];
  return log;
}
