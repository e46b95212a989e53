import { readFileSync } from 'node:fs';
import { ConfigError } from '@redoubt/contracts';
import type { z } from 'zod';

export type EnvSource = Readonly<Record<string, string | undefined>>;

interface RawEnv {
  values: Record<string, string>;
  problems: string[];
}

/**
 * Parses the environment once, at start.
 *
 * For every key `K` of the schema, `K_FILE` names a file whose content (without the last line break) replaces `K`, so
 * that secrets can be mounted. Empty variables count as unset.
 *
 * @throws ConfigError  one line per bad key; values are never part of the message
 */
export function loadEnv<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  env: EnvSource = process.env,
): z.infer<z.ZodObject<S>> {
  const { values, problems } = collect(Object.keys(schema.shape), env);
  const result = schema.safeParse(values);
  if (!result.success) problems.push(...result.error.issues.map(describeIssue));
  if (!result.success || problems.length > 0) throw new ConfigError(`bad configuration:\n  ${problems.join('\n  ')}`);
  return result.data;
}

function collect(keys: string[], env: EnvSource): RawEnv {
  const raw: RawEnv = { values: {}, problems: [] };
  const known = new Set(keys);
  for (const key of keys) {
    const fileKey = `${key}_FILE`;
    const path = known.has(fileKey) ? undefined : env[fileKey];
    const value = path ? readSecret(fileKey, path, raw.problems) : env[key];
    if (value !== undefined && value !== '') raw.values[key] = value;
  }
  return raw;
}

function readSecret(fileKey: string, path: string, problems: string[]): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    problems.push(`${fileKey}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    return undefined;
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const key = issue.path.length > 0 ? issue.path.join('.') : 'configuration';
  const isMissing =
    issue.code === 'invalid_type' && issue.input === undefined && /received undefined/.test(issue.message);
  return `${key}: ${isMissing ? 'is required' : issue.message}`;
}
