import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Database } from '@redoubt/storage';

/** A database beside the live one that a backup is restored into. */
export interface ScratchDatabase {
  url: string;
  drop(): Promise<void>;
}

/** @throws PermanentError when the user may not make databases */
export async function createScratchDatabase(live: Database, liveUrl: string): Promise<ScratchDatabase> {
  const name = `redoubt_drill_${randomBytes(4).toString('hex')}`;
  await live.query(`CREATE DATABASE ${name}`);
  const url = new URL(liveUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: async () => void (await live.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)) };
}

/** The address comes by standard input: it holds a password, and arguments are everybody's to read. */
const TAKE_ADDRESS = 'IFS= read -r DRILL_DATABASE_URL; export DRILL_DATABASE_URL';

/**
 * Runs the operator's command, which finds the database in DRILL_DATABASE_URL.
 *
 * @throws Error with the end of what it said, when it ends with another code than 0; when it was interrupted
 */
export async function runRestore(command: string, url: string, signal: AbortSignal): Promise<void> {
  const child = spawn('/bin/sh', ['-c', `${TAKE_ADDRESS}\n${command}`], { stdio: ['pipe', 'ignore', 'pipe'], signal });
  // A shell that ends before it has read tells so by its code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${url}\n`);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', (error) => reject(signal.aborted ? new Error('the restore was interrupted') : error));
  child.once('close', resolve);
  const code = await promise;
  if (code !== 0) throw new Error(`the restore ended with ${code}: ${said.trim()}`);
}
