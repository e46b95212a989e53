import { readFileSync } from 'node:fs';
import { toError } from '@redoubt/contracts';
import { usageError } from '../command/cli-error.ts';
import { asText, option } from '../command/inputs.ts';

/** Of commands that send to the gateway. */
export const caOption = option('--ca <file>', 'whom to trust beside the system, PEM', asText);

/** @throws CliError when the file cannot be read */
export function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usageError(`the CA cannot be read: ${toError(error).message}`);
  }
}
