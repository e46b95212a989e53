/** Progress goes to standard error, so that `--json` output stays alone on standard output. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** An error whose message is all a user needs. */
export class UserError extends Error {
  isExpected = true;

  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const HEARTBEAT_MS = 15_000;

/** Names a slow step, tells every 15 s that it still runs, and how long it took. */
export async function step(name, work) {
  const startedAt = Date.now();
  say(`› ${name} …`);
  const heartbeat = setInterval(() => say(`  still at it after ${secondsSince(startedAt)}`), HEARTBEAT_MS);
  try {
    const result = await work();
    say(`  done in ${secondsSince(startedAt)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

export function secondsSince(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}
