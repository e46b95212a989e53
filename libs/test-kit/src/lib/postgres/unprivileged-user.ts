import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

const OWN_USER = 'redoubt-pg';
const CANDIDATES = [OWN_USER, 'postgres'];

/**
 * The user PostgreSQL is to run as: none when we are not root, else `redoubt-pg`, made if need be, or `postgres`, or
 * `nobody`.
 *
 * @throws Error  root, but no such user exists or can be made
 */
export function unprivilegedUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = CANDIDATES.map(lookUp).find((user) => user !== undefined);
  if (known !== undefined) return known;
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_USER], { stdio: 'ignore' });
  const user = lookUp(OWN_USER) ?? lookUp('nobody');
  if (user === undefined)
    throw new Error('PostgreSQL refuses to run as root, and no other user could be made: run as another user');
  return user;
}

/** Whether `user` may enter the folder `path`; checked by trying. */
export function isReachableBy(user: SystemUser, path: string): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', path], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return probe.status === 0;
}

function lookUp(name: string): SystemUser | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [user, , uid, gid] = line.split(':');
    if (user === name) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}
