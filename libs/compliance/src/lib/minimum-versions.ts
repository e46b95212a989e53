import { z } from 'zod';
import known from './minimum-versions.json' with { type: 'json' };

const line = z.string().regex(/^\d+\.\d+$/);
const release = z.string().regex(/^\d+\.\d+\.\d+$/);
const listSchema = z.strictObject({
  checkedOn: z.iso.date(),
  redis: z.record(line, release),
  valkey: z.record(line, release),
});

/** Of each line of releases the first one with all known security fixes, as of a day. */
export type MinimumVersions = z.infer<typeof listSchema>;

/** The list of this release. */
export const MINIMUM_VERSIONS: MinimumVersions = known;

/** A list that an operator keeps, JSON in an environment variable or its file. */
export const minimumVersionsText = z.string().transform((text, context): MinimumVersions => {
  try {
    return listSchema.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'not a list of versions, {"checkedOn", "redis": {…}, "valkey": {…}}' });
    return z.NEVER;
  }
});

const MAX_AGE_DAYS = 30;
const DAY_MS = 86_400_000;

/** What the list says of a server; a version that is too old fails however old the list is. */
export function judgeVersion(
  info: ReadonlyMap<string, string>,
  { minimum, vouched, nowMs }: { minimum: MinimumVersions; vouched: readonly string[]; nowMs: number },
): { status: 'pass' | 'fail' | 'not-measured'; text: string } {
  const valkey = info.get('valkey_version');
  const held = valkey ?? info.get('redis_version') ?? '';
  const name = `${valkey === undefined ? 'Redis' : 'Valkey'} ${held}`;
  if (vouched.includes(held))
    return {
      status: 'pass',
      text: `${name}, which the operator answers for: a distribution mends it under its number`,
    };
  const wanted = minimum[valkey === undefined ? 'redis' : 'valkey'][held.split('.').slice(0, 2).join('.')];
  if (wanted === undefined) {
    return {
      status: 'not-measured',
      text: `${name}: the list does not have its line; where a distribution maintains it, its version does not tell of fixes`,
    };
  }
  if (patchOf(held) < patchOf(wanted)) return { status: 'fail', text: `${name} is older than ${wanted}` };
  const ageDays = Math.floor((nowMs - Date.parse(minimum.checkedOn)) / DAY_MS);
  if (ageDays < MAX_AGE_DAYS) return { status: 'pass', text: `${name}, at least ${wanted}` };
  return { status: 'not-measured', text: `${name}: the list is of ${minimum.checkedOn}, ${ageDays} days old` };
}

function patchOf(version: string): number {
  return Number.parseInt(version.split('.')[2] ?? '', 10) || 0;
}
