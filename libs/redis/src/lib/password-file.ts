import { readFile } from 'node:fs/promises';
import { toError } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { RedisCredentials, RedisOptions } from './options.ts';

/** How often the file is looked at: bounds how long a service goes on with the old password, ms. */
const LOOK_EVERY_MS = 500;

/**
 * Follows a password that is exchanged in its file while a service runs: connections, live ones and those to come, get
 * it without a failed command. Nodes take both passwords meanwhile; while one refuses the new one the old one stays,
 * and it is tried again.
 *
 * @param switchTo all or nothing
 * @returns ends it; undefined options mean that there is nothing to follow
 */
export function followPassword(
  { credentials, passwordFile }: RedisOptions,
  switchTo: (credentials: RedisCredentials) => Promise<void>,
  log: Logger,
): () => void {
  if (credentials === undefined || passwordFile === undefined) return () => undefined;
  const { username } = credentials;
  let held = credentials.password;
  let failure = '';
  let isLooking = false;
  const look = async (): Promise<void> => {
    const password = (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '');
    if (password === held || password === '') return;
    await switchTo({ username, password });
    held = password;
    failure = '';
    log.info({ username }, 'redis_password_followed');
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch((error: unknown) => {
        const { message } = toError(error);
        if (message !== failure) log.warn({ username, reason: message }, 'redis_password_not_followed');
        failure = message;
      })
      .finally(() => (isLooking = false));
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
