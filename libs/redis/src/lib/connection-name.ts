import { createHash } from 'node:crypto';
import type { RedisCredentials } from './options.ts';

/**
 * What a connection is called in CLIENT LIST: `<name>@<mark>`, where the mark tells which password it came with. A
 * server does not say that, and who exchanges passwords has to know that nobody uses the old one any more.
 */
export function connectionName(name: string, credentials: RedisCredentials | undefined): string {
  return credentials === undefined ? name : `${name}@${credentialMark(credentials.password)}`;
}

/** 32 bits of a hash of the password, hex; not of the hash that a server keeps, so nothing can be tried with it. */
export function credentialMark(password: string): string {
  return createHash('sha256').update(`mark of ${password}`).digest('hex').slice(0, 8);
}
