import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../process/free-port.ts';
import { ManagedProcess } from '../process/managed-process.ts';
import { createTempDir, type TempDir } from '../process/temp-dir.ts';
import { waitFor } from '../wait-for.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { isReachableBy, unprivilegedUser, type SystemUser } from './unprivileged-user.ts';

export interface PostgresOptions {
  /** Keep data here and start from what is there; without it a temporary folder is used and removed at `stop`. */
  dir?: string;
  port?: number;
  /** Off: no fsync, for data that need not survive a crash of the machine. Default: on exactly when `dir` is given. */
  isDurable?: boolean;
  /** Further server settings, e.g. `{ shared_buffers: '256MB' }`. */
  settings?: Readonly<Record<string, string>>;
}

const ROLE = 'redoubt';
const DATABASE = 'redoubt';

/** A running local PostgreSQL server; `url` belongs to its superuser. */
export class Postgres {
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  readonly #launch: () => Promise<ManagedProcess>;
  readonly #temp: TempDir | undefined;
  #process: ManagedProcess | undefined;

  constructor(
    place: { port: number; dir: string; password: string },
    launch: () => Promise<ManagedProcess>,
    temp?: TempDir,
  ) {
    this.port = place.port;
    this.dir = place.dir;
    this.url = `postgres://${ROLE}:${place.password}@127.0.0.1:${place.port}/${DATABASE}`;
    this.#launch = launch;
    this.#temp = temp;
  }

  get pid(): number {
    return this.#running().pid;
  }

  get isRunning(): boolean {
    return this.#process?.isRunning ?? false;
  }

  get logFile(): string {
    return join(this.dir, 'postgres.log');
  }

  /** Starts it, also again after `kill9`, and waits until it accepts connections. */
  async start(): Promise<void> {
    const child = await this.#launch();
    this.#process = child;
    await waitFor(() => !child.isRunning || isReady(this.dir, child.pid), {
      timeoutMs: 60_000,
      what: 'PostgreSQL ready',
    });
    if (!child.isRunning) throw new Error(`PostgreSQL ended at once:\n${child.logTail()}`);
  }

  /** Ends it the hard way; its backends notice and end too. */
  async kill9(): Promise<void> {
    this.#running().signal('SIGKILL');
    await this.#running().exited;
  }

  /** Puts the files of a base backup in the place of its own; to be called while it does not run. */
  replaceData(backup: string): void {
    const data = join(this.dir, 'data');
    rmSync(data, { recursive: true, force: true });
    cpSync(backup, data, { recursive: true });
    giveTo(data, unprivilegedUser());
  }

  /** SIGSTOP of the server process: connections stay open, new ones hang. */
  pause(): void {
    this.#running().signal('SIGSTOP');
  }

  /** SIGCONT after `pause`. */
  resume(): void {
    this.#running().signal('SIGCONT');
  }

  /** Fast shutdown; removes a temporary folder. Safe to call twice. */
  async stop(): Promise<void> {
    await this.#process?.stop({ timeoutMs: 20_000 });
    this.#temp?.remove();
  }

  #running(): ManagedProcess {
    if (this.#process === undefined) throw new Error('PostgreSQL was never started');
    return this.#process;
  }
}

/**
 * Starts an embedded PostgreSQL server on loopback with a role and a database `redoubt` (about 1 s when new).
 *
 * Root runs it as another user. The process ends with this one, even when it is killed.
 *
 * @throws Error  no binaries, a folder its user cannot reach, or data of another major version
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const user = unprivilegedUser();
  const binaries = findPostgresBinaries(user);
  const temp = options.dir === undefined ? createTempDir('postgres') : undefined;
  const dir = options.dir ?? (temp as TempDir).path;
  const port = options.port ?? (await freePort());
  prepareDir(dir, user);
  const password = initialise(dir, binaries, user);
  const args = ['-D', join(dir, 'data'), ...serverArgs(port, options)];
  const launch = (): Promise<ManagedProcess> =>
    ManagedProcess.launch({
      command: binaries.postgres,
      args,
      cwd: dir,
      logFile: join(dir, 'postgres.log'),
      stopSignal: 'SIGINT',
      ...(user === undefined ? {} : { user }),
    });
  const postgres = new Postgres({ port, dir, password }, launch, temp);
  try {
    await postgres.start();
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Whether embedded PostgreSQL could keep its data under `dir`, which must exist; root's clone in a private home cannot. */
export function canHoldPostgres(dir: string): boolean {
  const user = unprivilegedUser();
  return user === undefined || isReachableBy(user, dir);
}

function giveTo(folder: string, user: SystemUser | undefined): void {
  chmodSync(folder, 0o700);
  if (user === undefined) return;
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  for (const path of [folder, ...inside]) chownSync(path, user.uid, user.gid);
}

function prepareDir(dir: string, user: SystemUser | undefined): void {
  mkdirSync(dir, { recursive: true });
  if (user === undefined) return;
  chownSync(dir, user.uid, user.gid);
  chmodSync(dir, 0o700);
  if (!isReachableBy(user, dir)) throw new Error(`PostgreSQL runs as ${user.name}, who cannot enter ${dir}`);
}

/** Makes the data folder unless it is there; returns the password of the superuser. */
function initialise(dir: string, binaries: PostgresBinaries, user: SystemUser | undefined): string {
  const data = join(dir, 'data');
  const passwordFile = join(dir, 'password');
  if (existsSync(join(data, 'PG_VERSION')) && existsSync(passwordFile)) {
    checkVersion(data, binaries);
    return readFileSync(passwordFile, 'utf8').trim();
  }
  rmSync(data, { recursive: true, force: true });
  const password = randomBytes(12).toString('hex');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
  const auth = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, `--username=${ROLE}`];
  run(binaries.initdb, ['-D', data, ...auth, '--encoding=UTF8', '--locale=C', '--no-sync'], user);
  run(binaries.postgres, ['--single', '-D', data, 'postgres'], user, `CREATE DATABASE ${DATABASE}\n`);
  return password;
}

function checkVersion(data: string, binaries: PostgresBinaries): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const wanted = binaries.version.split('.')[0];
  if (found !== wanted)
    throw new Error(`${data} was made by PostgreSQL ${found}, this is ${wanted}: start with --clean`);
}

function run(command: string, args: string[], user: SystemUser | undefined, input = ''): void {
  const as = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  const result = spawnSync(command, args, { input, encoding: 'utf8', cwd: '/', ...as });
  if (result.status !== 0) throw new Error(`${command} failed:\n${result.error?.message ?? result.stderr}`);
}

function serverArgs(port: number, { isDurable, dir, settings = {} }: PostgresOptions): string[] {
  const durable = isDurable ?? dir !== undefined;
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The eighth line of postmaster.pid is the server's status; `pg_ctl -w` waits for the same word. */
function isReady(dir: string, pid: number): boolean {
  const file = join(dir, 'data/postmaster.pid');
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}
