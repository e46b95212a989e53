import { EXIT, type ExitCode } from './exit-code.ts';

/** Ends a command with one clear line and, below it, what to do about it. */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: ExitCode;
  readonly hints: readonly string[];

  constructor(exitCode: ExitCode, message: string, hints: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
    this.hints = hints;
  }
}

/** What was typed cannot be. */
export function usageError(message: string, ...hints: string[]): CliError {
  return new CliError(EXIT.usage, message, hints);
}
