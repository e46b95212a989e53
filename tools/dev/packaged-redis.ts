import { execFileSync } from 'node:child_process';

/**
 * Version of redis-server (`7.0.15`) where it is the newest package of a Debian that is kept up to date: the distribution
 * puts fixes into it without changing that number. Undefined for every other server, for which nobody here can answer.
 */
export function packagedRedisVersion(policy: () => string = aptPolicy): string | undefined {
  // A server of one's own is none of the distribution's.
  if (process.env.REDOUBT_REDIS_SERVER !== undefined) return undefined;
  const text = policy();
  const held = /^ +Installed: (\S+)$/m.exec(text)?.[1];
  const newest = /^ +Candidate: (\S+)$/m.exec(text)?.[1];
  if (held === undefined || held !== newest || !/-security\//.test(text)) return undefined;
  return /^(?:\d+:)?(\d+\.\d+\.\d+)-/.exec(held)?.[1];
}

function aptPolicy(): string {
  try {
    return execFileSync('apt-cache', ['policy', 'redis-server'], {
      encoding: 'utf8',
      timeout: 5_000,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    });
  } catch {
    return '';
  }
}
