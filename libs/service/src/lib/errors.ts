/** Something did not close cleanly; the process still ends. */
export class StopFailedError extends AggregateError {
  override name = 'StopFailedError';
}

/** Closing took longer than the drain deadline, or a second signal cut it short; exit code 75. */
export class DrainDeadlineError extends Error {
  override name = 'DrainDeadlineError';
}
