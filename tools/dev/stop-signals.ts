/** npm and the terminal both deliver one Ctrl-C; what comes this soon after the first is the same one. */
const SAME_KEY_PRESS_MS = 500;

export interface StopSignals {
  /** Resolves at the first SIGINT, SIGTERM or SIGHUP, or when the process that started us is gone. */
  readonly first: Promise<string>;
  /** Resolves at the second. */
  readonly second: Promise<string>;
}

/** Starts to listen for signals. */
export function listenForStop(): StopSignals {
  const first = Promise.withResolvers<string>();
  const second = Promise.withResolvers<string>();
  let firstAtMs: number | undefined;
  const onStop = (reason: string): void => {
    const nowMs = performance.now();
    firstAtMs ??= nowMs;
    if (firstAtMs === nowMs) first.resolve(reason);
    else if (nowMs - firstAtMs > SAME_KEY_PRESS_MS) second.resolve(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onStop(signal));
  process.on('disconnect', () => onStop('parent gone'));
  return { first: first.promise, second: second.promise };
}
