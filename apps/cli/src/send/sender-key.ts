import { readFileSync } from 'node:fs';
import { toError } from '@redoubt/contracts';
import { usageError } from '../command/cli-error.ts';

const shape = /^rk_[0-9A-Za-z]{12,32}_[\w-]{43}$/;

/**
 * The API key to send with: of a file, else of the settings. Never an argument: those end up in shell histories and
 * process lists.
 *
 * @throws CliError when there is none, or what is there is no key; it is never repeated
 */
export function senderKey(keyFile: string | undefined, fromSettings: string | undefined): string {
  const text = keyFile === undefined ? fromSettings : readKey(keyFile);
  if (text === undefined) {
    throw usageError(
      'there is no API key to send with',
      'set REDOUBT_API_KEY, or name a file with --key-file',
      'redoubt key create --org <org> --name <sender> --out <file> makes one',
    );
  }
  if (!shape.test(text))
    throw usageError(`${keyFile ?? 'REDOUBT_API_KEY'} does not hold an API key (rk_<id>_<secret>)`);
  return text;
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw usageError(`the key cannot be read: ${toError(error).message}`);
  }
}
