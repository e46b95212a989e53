import { ConfigError, toError } from '@redoubt/contracts';
import { createLogger, type Logger } from '@redoubt/telemetry';
import { DrainDeadlineError } from './errors.ts';

/** Exit codes of a service (sysexits.h where one fits). */
export const EXIT_CODES = { drained: 0, unexpected: 1, drainDeadline: 75, config: 78 } as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return EXIT_CODES.config;
  if (error instanceof DrainDeadlineError) return EXIT_CODES.drainDeadline;
  return EXIT_CODES.unexpected;
}

/**
 * Runs a process from start to end and exits with the code of its outcome.
 *
 * An exception or rejection nobody handled ends the process at once: its state can no longer be trusted.
 */
export function runMain(main: () => Promise<void>, log: Logger = createLogger({ app: 'main', level: 'info' })): void {
  const fail = (thrown: unknown): never => {
    const error = toError(thrown);
    if (error instanceof ConfigError) log.fatal(error.message);
    else log.fatal({ err: error }, 'process_failed');
    process.exit(exitCodeOf(error));
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  main().then(() => process.exit(EXIT_CODES.drained), fail);
}
