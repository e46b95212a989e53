import { readFileSync } from 'node:fs';
import { ConfigError } from '@redoubt/contracts';
import { z } from 'zod';
import type { InfoText } from '../collect/info.ts';
import knownVersions from './minimum-versions.json' with { type: 'json' };

const line = z.string().regex(/^\d+\.\d+$/);
const release = z.string().regex(/^\d+\.\d+\.\d+$/);
const minimumVersionsSchema = z.strictObject({
  checkedOn: z.iso.date(),
  redis: z.record(line, release),
  valkey: z.record(line, release),
});

/** Of each line of releases the first one with all known security fixes, as of a day. */
export type MinimumVersions = z.infer<typeof minimumVersionsSchema>;

const MAX_AGE_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * The list of this release, or the one an operator keeps.
 *
 * @throws ConfigError when the file is none
 */
export function readMinimumVersions(file: string | undefined): MinimumVersions {
  try {
    return minimumVersionsSchema.parse(file === undefined ? knownVersions : JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new ConfigError(`MINIMUM_VERSIONS_FILE: ${(error as Error).message}`);
  }
}

/** What the list says of a server, by INFO. */
export function judgeVersion(
  info: InfoText,
  minimum: MinimumVersions,
  nowMs: number,
): { status: 'pass' | 'fail' | 'not_measured'; text: string } {
  const valkey = info.text('valkey_version');
  const [server, held] =
    valkey === '' ? (['redis', info.text('redis_version')] as const) : (['valkey', valkey] as const);
  const name = `${server === 'valkey' ? 'Valkey' : 'Redis'} ${held}`;
  const wanted = minimum[server][held.split('.').slice(0, 2).join('.')];
  if (wanted === undefined) {
    return {
      status: 'not_measured',
      text: `${name}: the list does not have its line; where a distribution maintains it, its version does not tell of fixes`,
    };
  }
  if (patchOf(held) < patchOf(wanted)) return { status: 'fail', text: `${name} is older than ${wanted}` };
  const ageDays = Math.floor((nowMs - Date.parse(minimum.checkedOn)) / DAY_MS);
  if (ageDays < MAX_AGE_DAYS) return { status: 'pass', text: `${name}, at least ${wanted}` };
  return { status: 'not_measured', text: `${name}: the list is of ${minimum.checkedOn}, ${ageDays} days old` };
}

function patchOf(version: string): number {
  return Number.parseInt(version.split('.')[2] ?? '', 10) || 0;
}
