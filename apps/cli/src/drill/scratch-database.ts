import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { toError } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import { redactText } from '@redoubt/telemetry';

/** A database beside the live one that a backup is restored into. */
export interface ScratchDatabase {
  url: string;
  drop(): Promise<void>;
}

const PREFIX = 'redoubt_drill_';
/** Of `createScratchDatabase`, with the second it was made in: names sort by age. */
const NAME = /^redoubt_drill_\d{8}t\d{6}_[0-9a-f]{8}$/;
/** A drill under way may have no connection for hours, while its command fetches a backup. */
const ABANDONED_MS = 86_400_000;
const SAID_LENGTH = 2_000;
const HEARD_LENGTH = 64 * 1_024;

/** @throws PermanentError when the user may not make databases */
export async function createScratchDatabase(live: Database, liveUrl: string, nowMs: number): Promise<ScratchDatabase> {
  const name = `${PREFIX}${stampOf(nowMs)}_${randomBytes(4).toString('hex')}`;
  await live.query(`CREATE DATABASE ${name}`);
  const url = new URL(liveUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: async () => void (await live.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)) };
}

/**
 * Drops what drills that were killed have left, with all that was restored into it: databases made more than a day ago
 * that nobody is connected to.
 *
 * @returns what was dropped and what was not, in words
 */
export async function dropAbandoned(live: Database, nowMs: number): Promise<string[]> {
  const rows = await live.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1) ORDER BY datname',
    [PREFIX],
  );
  const before = `${PREFIX}${stampOf(nowMs - ABANDONED_MS)}`;
  const told: string[] = [];
  for (const { name } of rows) {
    if (!NAME.test(name) || name >= before) {
      told.push(`${name} is there too: of a drill under way, or of one that was killed; drop it when it is not in use`);
      continue;
    }
    // Without FORCE this is refused while somebody is connected.
    await live.query(`DROP DATABASE IF EXISTS ${name}`).then(
      () => told.push(`${name}, left by a drill that was killed, was dropped`),
      (error: unknown) => told.push(`${name}, left by an earlier drill, was not dropped: ${toError(error).message}`),
    );
  }
  return told;
}

/** Such as 20261123t051745, UTC. */
function stampOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase();
}

/** The address comes by standard input: it holds a password, and arguments are everybody's to read. */
const TAKE_ADDRESS = 'IFS= read -r DRILL_DATABASE_URL; export DRILL_DATABASE_URL';

/**
 * Runs the operator's command, which finds the database in DRILL_DATABASE_URL.
 *
 * @throws Error with the end of what it said, without the address, when it ends with another code than 0; when it was
 *   interrupted
 */
export async function runRestore(command: string, url: string, signal: AbortSignal): Promise<void> {
  const child = spawn('/bin/sh', ['-c', `${TAKE_ADDRESS}\n${command}`], { stdio: ['pipe', 'ignore', 'pipe'], signal });
  // A shell that ends before it has read tells so by its code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${url}\n`);
  let heard = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (heard = (heard + text).slice(-HEARD_LENGTH)));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', (error) => reject(signal.aborted ? new Error('the restore was interrupted') : error));
  child.once('close', resolve);
  const code = await promise;
  // Cut afterwards: half a password is none that can be found.
  const said = withoutLogin(heard, url).trim().slice(-SAID_LENGTH);
  if (code !== 0) throw new Error(`the restore ended with ${code}: ${said}`);
}

/** What tools say of a database, without its address and password, in whichever form they say them. */
function withoutLogin(text: string, url: string): string {
  const { password } = new URL(url);
  const forms = [password, decoded(password)].filter((form) => form !== '');
  const named = text.replaceAll(url, '$DRILL_DATABASE_URL');
  return redactText(forms.reduce((rest, form) => rest.replaceAll(form, '[redacted]'), named));
}

/** As it was typed; the same where that was no escape. */
function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
