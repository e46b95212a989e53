import { readFileSync } from 'node:fs';
import { toError } from '@redoubt/contracts';
import type { Placeholders } from '@redoubt/sigma';
import { parse } from 'yaml';
import { z } from 'zod';
import { usageError } from '../command/cli-error.ts';
import { asText, option } from '../command/inputs.ts';

const one = z.union([z.string(), z.number()]);
const schema = z.record(z.string(), z.union([one, z.array(one).min(1)]));

export const placeholdersOption = option(
  '--placeholders <file>',
  'YAML or JSON with the values of %placeholders% by name',
  asText,
);

/** Reads values of `%name%`: a map of names to one value or several. @throws CliError */
export function readPlaceholders(path: string | undefined): { placeholders?: Placeholders } {
  if (path === undefined) return {};
  let value: unknown;
  try {
    value = parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 });
  } catch (error) {
    throw usageError(`the placeholders cannot be read from ${path}: ${toError(error).message.split('\n')[0]}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw usageError(`${path} is no map of names to values, such as admins: [alice, bob]`);
  return {
    placeholders: Object.fromEntries(
      Object.entries(parsed.data).map(([name, values]) => [name, Array.isArray(values) ? values : [values]]),
    ),
  };
}
