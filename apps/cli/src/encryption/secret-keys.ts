import { fileKeys, fixedKeys, type KeySource } from '@redoubt/encryption';
import type { Context } from '../command/context.ts';
import { usageError } from '../command/cli-error.ts';

/** The keys of the settings, with what they are told by. @throws ConfigError, CliError when there are none */
export function settingsKeys({ settings }: Context): KeySource {
  const path = settings.secretKeyFile();
  return path === undefined ? fixedKeys(settings.secretKeys()) : fileKeys(path);
}

/** The key file that is to change. @throws CliError when the settings name none */
export function requireKeyFile({ settings }: Context): string {
  const path = settings.secretKeyFile();
  if (path !== undefined) return path;
  throw usageError(
    'REDOUBT_SECRET_KEY_FILE is not set: there is no file to keep a key in',
    'set it to the file that alert-engine and the dashboard read their keys from',
  );
}
