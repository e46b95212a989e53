import type { OrgId } from '@redoubt/contracts';
import { findCaseIds, type CaseTable, type Database } from '@redoubt/storage';
import { usageError } from '../command/cli-error.ts';
import { BadValue } from '../command/inputs.ts';

/** Digits of an id that lists show; enough to tell some thousands apart. */
const SHORT_LENGTH = 8;
const leastLength = 4;
const mostShown = 5;

const NOUNS = { alerts: 'alert', incidents: 'incident' } as const;

/** The first digits of an id, which commands take for the whole. */
export function shortId(id: string): string {
  return id.slice(0, SHORT_LENGTH);
}

export const asCaseId = (text: string): string => {
  if (!/^[0-9a-fA-F-]{1,36}$/.test(text)) throw new BadValue('must be an id, or the first digits of one');
  if (text.length < leastLength) throw new BadValue(`must have at least ${leastLength} digits`);
  return text.toLowerCase();
};

export const asCaseIds = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  asCaseId(text),
];

/**
 * Whole ids of what was typed, without repeats.
 *
 * @throws CliError when one stands for none or for several
 */
export async function resolveIds(
  database: Database,
  orgId: OrgId,
  table: CaseTable,
  typed: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const one of typed) ids.push(theOne(table, one, await findCaseIds(database, orgId, table, one, mostShown + 1)));
  return [...new Set(ids)];
}

/** The one id that was found for what was typed. @throws CliError when there is none, or there are several */
export function theOne(table: CaseTable, typed: string, found: readonly string[]): string {
  const noun = NOUNS[table];
  const [first, second] = found;
  if (first === undefined) {
    const command = table === 'alerts' ? 'alerts list --status all --hidden' : 'incident list --status all';
    throw usageError(`there is no ${noun} ${typed} in this organisation`, `redoubt ${command} --org <org> shows them`);
  }
  if (second === undefined) return first;
  const some = found.slice(0, mostShown).join(', ');
  throw usageError(
    `${typed} stands for several ${noun}s`,
    `type more of the id: ${some}${found.length > mostShown ? ', …' : ''}`,
  );
}
