import { spawn, spawnSync } from 'node:child_process';

const PARENT_POLL_MS = 1_000;

/** Runs a command to its end with our output; resolves to its exit code (128 + signal number if killed). */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

const POLL_MS = 500;

/**
 * Runs a command that is bound to end: once it is done by its own account, and in any case after `timeoutMs`, it is
 * killed. Resolves to its exit code and why it had to be killed, if it had.
 *
 * @param {() => boolean} isDone whether the work is done; the command then has `graceMs` to exit
 */
export async function runBounded(command, args, { isDone, graceMs, timeoutMs, ...options }) {
  const child = spawn(command, args, options);
  let killReason;
  let killAt = Date.now() + timeoutMs;
  let isEnding = false;
  const watch = setInterval(() => {
    if (!isEnding && isDone()) {
      isEnding = true;
      killAt = Math.min(killAt, Date.now() + graceMs);
    }
    if (Date.now() < killAt) return;
    killReason ??= isEnding
      ? 'did not exit after its last test: something was left open'
      : `took longer than ${timeoutMs / 60_000} min`;
    child.kill('SIGKILL');
  }, POLL_MS);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (exitCode) => resolve(exitCode ?? 1));
    });
    return { code, killReason };
  } finally {
    clearInterval(watch);
  }
}

/** Whether a command can be started and succeeds. */
export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** Standard output of a command, or undefined if it cannot be started or fails. */
export function outputOf(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/**
 * Hands the terminal over to a program and passes signals on to it; resolves to its exit code.
 *
 * The program has an IPC channel: it closes when we die, however that happens. If npm, our parent, dies, the program
 * gets SIGTERM.
 */
export async function handOver(command, args, options) {
  const child = spawn(command, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], ...options });
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid === parent || forward('SIGTERM'), PARENT_POLL_MS);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    });
  } finally {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, forward);
  }
}
