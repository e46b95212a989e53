import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSigningKey } from '@redoubt/compliance';
import { addKey } from '@redoubt/encryption';
import { canHoldPostgres } from '@redoubt/test-kit';

const ELSEWHERE = '/var/tmp';
/** What a run keeps; `--clean` removes these and nothing else. */
const CONTENT = [
  ...['redis', 'credentials', 'postgres', 'logs', 'sinks'],
  ...['demo-key', 'demo-password', 'secret-key', 'session-keys', 'tls', 'signing-key'],
];

/**
 * Where a checkout's local data lives: the folder REDOUBT_DATA_DIR names, else `.redoubt/` in the checkout, or a folder
 * under /var/tmp when PostgreSQL, which root has to run as another user, could not enter that one.
 *
 * @param holdsPostgres  false when a PostgreSQL server of the user's is used
 * @throws Error  the folder outside of the checkout belongs to someone else
 */
export function findDataDir(root: string, { holdsPostgres }: { holdsPostgres: boolean }): string {
  const wanted = wantedDir(root);
  mkdirSync(wanted, { recursive: true });
  if (!holdsPostgres || canHoldPostgres(wanted)) return wanted;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const outside = join(ELSEWHERE, `redoubt-${name}`);
  mkdirSync(outside, { recursive: true });
  if (lstatSync(outside).uid !== process.getuid?.()) throw new Error(`${outside} belongs to another user`);
  return outside;
}

/**
 * File with the addresses of the running servers (REDIS_NODES, the user to come as, DATABASE_URL, REDOUBT_URL, REDOUBT_API_KEY), so that
 * `redoubt` commands in the same checkout find them; it exists while they run.
 */
export function devEnvFile(root: string): string {
  return join(wantedDir(root), 'dev.env');
}

function wantedDir(root: string): string {
  return process.env.REDOUBT_DATA_DIR ?? join(root, '.redoubt');
}

/** File with the keys under which secrets of notification channels are kept; made at the first start. */
export function secretKeyFile(dir: string): string {
  const file = join(dir, 'secret-key');
  if (!existsSync(file)) addKey(file, { isActive: true, nowMs: Date.now() });
  return file;
}

/** File with the key that compliance evidence is signed with; made at the first start. */
export function signingKeyFile(dir: string): string {
  const file = join(dir, 'signing-key');
  if (!existsSync(file)) writeFileSync(file, newSigningKey(), { mode: 0o600 });
  return file;
}

/** File with the key that sessions of the page are signed with; made at the first start. */
export function sessionKeysFile(dir: string): string {
  const file = join(dir, 'session-keys');
  if (!existsSync(file)) writeFileSync(file, `${newSessionKeys()}\n`, { mode: 0o600 });
  return file;
}

/** A key to sign sessions with, as SESSION_KEYS takes it. */
export function newSessionKeys(): string {
  return `dev:${randomBytes(32).toString('base64')}`;
}

/** Forgets the data of earlier runs. */
export function cleanDataDir(dir: string): void {
  for (const name of CONTENT) rmSync(join(dir, name), { recursive: true, force: true });
}

/**
 * Makes sure that one run at a time uses the folder.
 *
 * @throws Error  another run is alive
 */
export function claimDataDir(dir: string): { release(): void } {
  const file = join(dir, 'pid');
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && isRunOfOurs(holder)) {
    throw new Error(`already running as process ${holder}; stop it first (its data is in ${dir})`);
  }
  writeFileSync(file, String(process.pid));
  return { release: () => rmSync(file, { force: true }) };
}

/** The number may belong to some other process by now. */
function isRunOfOurs(pid: number): boolean {
  return commandLine(pid).includes('tools/dev/start.ts');
}

/** Empty when there is no such process. */
function commandLine(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self/cmdline')) return existsSync(file) ? readFileSync(file, 'utf8') : '';
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}
