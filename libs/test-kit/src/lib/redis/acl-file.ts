import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';

/** Who sets servers up: may do everything, by password. */
export interface RedisAdmin {
  username: string;
  password: string;
}

/** Its rights are kept: a server that loads its append-only file drops transactions that `default` may not run. */
const shutOut = 'user default off resetpass allkeys allchannels +@all';

/**
 * Makes sure of the file of users that a server's settings name: it refuses to start without one. With an
 * administrator the file holds that user from the first moment, and `default` shut out unless the file says otherwise;
 * without one a new file is empty, which leaves `default` open.
 */
export function prepareAclFile(file: string, admin: RedisAdmin | undefined): void {
  if (admin === undefined) {
    closeSync(openSync(file, 'a', 0o600));
    return;
  }
  const held = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const others = held.filter((line) => line !== '' && !line.startsWith(`user ${admin.username} `));
  if (!others.some((line) => line.startsWith('user default '))) others.push(shutOut);
  const hash = createHash('sha256').update(admin.password).digest('hex');
  const own = `user ${admin.username} on #${hash} allkeys allchannels +@all`;
  writeFileSync(file, [own, ...others, ''].join('\n'), { mode: 0o600 });
}
