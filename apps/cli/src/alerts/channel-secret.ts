import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { toError } from '@redoubt/contracts';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { asText, option } from '../command/inputs.ts';

const longest = 4_096;

export const secretOptions = {
  secretFile: option(
    '--secret-file <file>',
    'file with the secret, - for standard input; else REDOUBT_CHANNEL_SECRET',
    asText,
  ),
  urlFile: option(
    '--url-file <file>',
    'file with the address, - for standard input, where the address is a secret',
    asText,
  ),
};

/** The secret of a channel: of a file, standard input or the environment, and never an argument. */
export async function givenSecret(context: Context, file: string | undefined): Promise<string | undefined> {
  return file === undefined ? context.settings.channelSecret() : readSecret(context, '--secret-file', file);
}

/** @throws CliError when it cannot be read, is empty or too long; it is never repeated */
export async function readSecret(context: Context, name: string, file: string): Promise<string> {
  let found: string;
  try {
    found = (file === '-' ? await text(context.stdin) : readFileSync(file, 'utf8')).trim();
  } catch (error) {
    throw usageError(`${name} cannot be read: ${toError(error).message}`);
  }
  if (found === '') throw usageError(`${name} ${file} is empty`);
  if (found.length > longest || found.includes('\n'))
    throw usageError(`${name} ${file} holds more than a secret on one line`);
  return found;
}
