import { pino } from 'pino';

export type Logger = pino.Logger;

/** Anything pino can write to: a stream with `write`. */
export type LogDestination = pino.DestinationStream;

export interface LoggerOptions {
  app: string;
  level: pino.LevelWithSilent;
  /** Where lines go; standard output if left out. */
  destination?: LogDestination;
}

const SECRET_FIELDS = [
  'authorization',
  'password',
  'secret',
  'apiKey',
  'token',
  'cookie',
  '["set-cookie"]',
  '["x-api-key"]',
];

/** Secrets are looked for in the logged object and up to two objects deep (`req.headers.authorization`). */
const REDACTED_PATHS = SECRET_FIELDS.flatMap((field) => {
  const suffix = field.startsWith('[') ? field : `.${field}`;
  return [field, `*${suffix}`, `*.*${suffix}`];
});

/**
 * Creates the logger of one process: one JSON line per message, level as a word, time in ISO 8601.
 *
 * Values of fields that hold credentials are replaced, wherever they stand within three levels.
 */
export function createLogger({ app, level, destination }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
